package dev.codebeaker.runtime.wasm.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.runtime.Availability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiled modules on disk. */
class WasmtimeModulesTest {
  @TempDir Path directory;
  private Path wasm;
  private Path compiled;

  @BeforeEach
  void write() throws IOException {
    wasm = directory.resolve("module.wasm");
    Files.write(wasm, EnginePackFixture.engine().binary(Wat.start("unreachable")));
    compiled = directory.resolve("cache/compiled");
  }

  private String prepare(String version) {
    try (WasmtimeModules modules =
            new WasmtimeModules(EnginePackFixture.engine(), version, directory.resolve("cache"));
        CompiledModule module =
            modules.prepare(new ModuleSource("Test", wasm, List.of())).future().join()) {
      return module.key();
    }
  }

  private Path only(String suffix) throws IOException {
    try (var files = Files.list(compiled)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .reduce((one, two) -> wasm)
          .orElseThrow();
    }
  }

  @Test
  void aModuleIsCompiledOnce() throws IOException {
    String key = prepare("1");
    Object made = Files.getLastModifiedTime(only(".cwasm"));
    assertThat(prepare("1")).isEqualTo(key);
    assertThat(Files.getLastModifiedTime(only(".cwasm"))).isEqualTo(made);
  }

  /** Images are mounted so, and their files lie on another device than where they were made. */
  @Test
  void aModuleInADirectoryThatMayNotBeChangedIsUsed() throws IOException {
    String key = prepare("1");
    Object touched = Files.getAttribute(compiled, "unix:ctime");
    Path copy = Files.copy(wasm, wasm.resolveSibling("copy"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(copy, wasm, StandardCopyOption.REPLACE_EXISTING);

    assertThat(prepare("1")).isEqualTo(key);
    assertThat(Files.getAttribute(compiled, "unix:ctime")).isEqualTo(touched);
  }

  @Test
  void onlyTheServiceCanReachIt() throws IOException {
    prepare("1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(compiled)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(only(".cwasm"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileThatOthersCouldWriteIsNotUsed() throws IOException {
    prepare("1");
    Path file = only(".cwasm");
    Files.write(file, new byte[10]);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    prepare("1");
    assertThat(only(".cwasm")).satisfies(made -> assertThat(Files.size(made)).isGreaterThan(100));
  }

  @Test
  void aDamagedFileIsMadeAnew() throws IOException {
    prepare("1");
    Files.write(only(".cwasm"), new byte[10]);
    prepare("1");
    assertThat(Files.size(only(".cwasm"))).isGreaterThan(100);
  }

  @Test
  void aChangedModuleAndAnotherVersionAreCompiledAnew() throws IOException {
    String key = prepare("1");
    assertThat(prepare("2")).isNotEqualTo(key);
    Files.write(wasm, EnginePackFixture.engine().binary(Wat.start("(drop (i32.const 1))")));
    assertThat(prepare("1")).isNotEqualTo(key);
  }

  @Test
  void whatIsNoModuleIsUnavailableWithAReason() throws IOException {
    Files.writeString(wasm, "not a module");
    try (WasmtimeModules modules =
        new WasmtimeModules(EnginePackFixture.engine(), "1", directory.resolve("cache"))) {
      PreparedModule module = modules.prepare(new ModuleSource("Test", wasm, List.of()));
      assertThat(module.future()).failsWithin(java.time.Duration.ofSeconds(5));
      assertThat(module.availability())
          .isInstanceOfSatisfying(
              Availability.Unavailable.class, e -> assertThat(e.reason()).contains("Test"));
    }
  }
}
