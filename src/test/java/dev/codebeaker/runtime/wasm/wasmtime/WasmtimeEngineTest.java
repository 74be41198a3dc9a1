package dev.codebeaker.runtime.wasm.wasmtime;

import static dev.codebeaker.testing.Failures.failsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.pack.EnginePack;
import dev.codebeaker.testing.TestWorkspaces;
import dev.codebeaker.workspace.Workspace;
import dev.codebeaker.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients' modules and configured commands, through the engine. */
@ExtendWith(OnGuestThread.class)
class WasmtimeEngineTest {
  private static final Language WASM = new Language("wasm");
  private static final Language CAT = new Language("cat");
  private static final Limits LIMITS = EnginePackFixture.LIMITS;

  @TempDir Path directory;
  private final StringBuilder output = new StringBuilder();
  private Workspaces workspaces;
  private Workspace workspace;
  private WasmtimeEngine engine;
  private Toolchain modules;
  private Toolchain command;

  @BeforeEach
  void open() throws IOException {
    workspaces = TestWorkspaces.in(directory.resolve("state"));
    workspace = workspaces.open("test", LIMITS);
    modules =
        new Toolchain(
            "wasi", "wasm", List.of(WASM), "main.wasm", List.of(), Map.of("guest", "module"));
    Path cat = directory.resolve("cat.wasm");
    Files.write(cat, EnginePackFixture.engine().binary(CatModule.TEXT));
    command =
        new Toolchain(
            "cat",
            "wasm",
            List.of(CAT),
            "main.txt",
            List.of("cat", "{file}"),
            Map.of("guest", "command", "module", cat.toString()));
    engine =
        new WasmtimeEngine(
            pack(),
            new FakeWasmConfig(Map.of()),
            EnginePackFixture.cache(),
            List.of(modules, command));
  }

  private static EnginePack pack() {
    return EnginePackFixture.pack();
  }

  @AfterEach
  void close() {
    engine.close();
    workspace.close();
    workspaces.close();
  }

  private WasmGuest guest(Toolchain toolchain) {
    return engine.open(
        new GuestSpec(
            toolchain,
            toolchain.languages().getFirst(),
            Optional.empty(),
            workspace,
            false,
            LIMITS));
  }

  private Outcome run(RunCode code, Limits limits) {
    try (WasmGuest guest = guest(code.language().equals(WASM) ? modules : command)) {
      return guest.run(code, limits, this::collect);
    }
  }

  private Outcome run(String module) {
    return run(RunCode.program(WASM, module), LIMITS);
  }

  private void collect(OutputChunk chunk) {
    switch (chunk) {
      case OutputChunk.Bytes(OutputChunk.Stream stream, byte[] data) ->
          output.append(stream.label()).append(':').append(new String(data, UTF_8)).append('\n');
      case OutputChunk.Rich rich -> fail("no module shows " + rich);
    }
  }

  @Test
  void aModuleInTextFormRuns() {
    assertThat(run(Wat.start(Wat.print(1, "hi") + Wat.print(2, "oh"))))
        .isInstanceOfSatisfying(Outcome.Exited.class, e -> assertThat(e.code()).isZero());
    assertThat(output).hasToString("stdout:hi\nstderr:oh\n");
  }

  @Test
  void aModuleInBinaryFormRuns() {
    byte[] wasm = EnginePackFixture.engine().binary(Wat.start("(call $proc_exit (i32.const 3))"));
    for (int i = 0; i < 3; i++) {
      assertThat(run(Base64.getEncoder().encodeToString(wasm)))
          .isInstanceOfSatisfying(Outcome.Exited.class, e -> assertThat(e.code()).isEqualTo(3));
    }
  }

  @Test
  void whatIsNoModuleIsRefused() {
    for (String code :
        List.of(
            "", "hello", "!!!", "(module (func (export \"_start\") i32.add))", "AGFzbQEAAAD/")) {
      ServiceException refused = failsWith(ErrorCode.MODULE_INVALID, () -> run(code));
      assertThat(refused.field()).contains("code");
      assertThat(refused.fix()).isNotEmpty();
    }
  }

  @Test
  void anImportThatIsNotThereIsNamed() {
    String code = "(module (import \"env\" \"missing\" (func)) (func (export \"_start\")))";
    assertThat(failsWith(ErrorCode.MODULE_INVALID, () -> run(code)))
        .hasMessageContaining("missing");
  }

  @Test
  void aModuleMustHaveAStart() {
    for (String code :
        List.of(
            "(module)",
            "(module (func (export \"_start\") (param i32)))",
            "(module (func (export \"_start\") (result i64) (i64.const 1)))")) {
      failsWith(ErrorCode.MODULE_INVALID, () -> run(code));
    }
  }

  @Test
  void aModuleThatIsTooLargeIsRefused() {
    failsWith(ErrorCode.TOO_LARGE, () -> run("(".repeat(2 << 20)));
  }

  @Test
  void aStartFunctionThatNeverEndsIsStoppedToo() {
    Limits limits = LIMITS.with(Map.of(Limit.WALL, 100L));
    RunCode code =
        RunCode.program(
            WASM, "(module (func $s (loop $l (br $l))) (start $s) (func (export \"_start\")))");
    assertThat(run(code, limits))
        .isInstanceOfSatisfying(
            Outcome.LimitExceeded.class, e -> assertThat(e.limit()).isEqualTo(Limit.WALL));
  }

  @Test
  void memoryBeyondTheLimitIsALimit() {
    assertThat(run("(module (memory (export \"memory\") 20000) (func (export \"_start\")))"))
        .isInstanceOfSatisfying(
            Outcome.LimitExceeded.class, e -> assertThat(e.limit()).isEqualTo(Limit.MEMORY));
    String bomb =
        Wat.start(
            "(loop $l (br_if $l (i32.ne (i32.const -1) (memory.grow (i32.const 64))))"
                + " unreachable)");
    assertThat(run(bomb))
        .isInstanceOfSatisfying(
            Outcome.LimitExceeded.class, e -> assertThat(e.limit()).isEqualTo(Limit.MEMORY));
  }

  @Test
  void endlessRecursionIsALimit() {
    assertThat(run(Wat.module("(func $f (export \"_start\") (call $f))")))
        .isInstanceOfSatisfying(
            Outcome.LimitExceeded.class, e -> assertThat(e.limit()).isEqualTo(Limit.STACK));
    assertThat(run(Wat.start("unreachable"))).isInstanceOf(Outcome.Trapped.class);
  }

  @Test
  void aModuleIsCancelledWhileItWaits() {
    try (WasmGuest guest = guest(modules)) {
      RunCode code =
          RunCode.program(WASM, Wat.start(Wat.readInput())).withStdin(new Stdin(new byte[0], true));
      Thread.ofVirtual().start(() -> guest.stop("enough"));
      assertThat(guest.run(code, LIMITS, chunk -> {}))
          .isInstanceOfSatisfying(
              Outcome.Cancelled.class, e -> assertThat(e.reason()).isEqualTo("enough"));
    }
  }

  @Test
  void inputThatComesEarlyIsKept() {
    try (WasmGuest guest = guest(modules)) {
      guest.input("abc".getBytes(UTF_8));
      guest.endInput();
      RunCode code =
          RunCode.program(WASM, Wat.start(Wat.readInput() + Wat.printBuffer()))
              .withStdin(new Stdin(new byte[0], true));
      guest.run(code, LIMITS, this::collect);
      assertThat(output).hasToString("stdout:abc\n");
    }
  }

  @Test
  void aLanguageIsAddedByConfiguration() throws IOException {
    Awaitility.await().until(() -> engine.availability(CAT) instanceof Availability.Available);
    assertThat(run(RunCode.program(CAT, "the source"), LIMITS)).isInstanceOf(Outcome.Exited.class);
    assertThat(output).hasToString("stdout:the source\n");
    try (var left = Files.list(workspace.scratchPath())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aCommandWithoutAModuleSaysWhatToSet() {
    Toolchain bare =
        new Toolchain(
            "lua", "wasm", List.of(CAT), "main.lua", List.of(), Map.of("guest", "command"));
    try (WasmtimeEngine other =
        new WasmtimeEngine(
            pack(), new FakeWasmConfig(Map.of()), EnginePackFixture.cache(), List.of(bare))) {
      assertThat(other.availability(CAT))
          .isInstanceOfSatisfying(
              Availability.Unavailable.class,
              e -> assertThat(e.remedy()).contains("codebeaker.toolchains.lua.options.module"));
    }
  }

  @Test
  void programsHaveNoContexts() {
    GuestSpec spec = new GuestSpec(modules, WASM, Optional.empty(), workspace, true, LIMITS);
    assertThat(failsWith(ErrorCode.INVALID_PARAMS, () -> engine.open(spec)).field())
        .contains("context");
  }
}
