package dev.codebeaker.runtime.wasm.wasmtime;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The unzipped engine pack for tests: where the system property {@code codebeaker.engine-pack} or
 * the variable {@code CODEBEAKER_ENGINE_PACK} says. A missing one is reported as not run, and is a
 * failure where {@code CODEBEAKER_REQUIRED_ENGINES} names {@code wasmtime}.
 */
public final class EnginePackFixture {
  private EnginePackFixture() {}

  public static final Limits LIMITS =
      Limits.of(
          Map.of(
              Limit.WALL, 30_000L,
              Limit.CPU, 30_000L,
              Limit.MEMORY, 512L << 20,
              Limit.STACK, 1L << 20,
              Limit.OUTPUT, 8L << 20,
              Limit.WORKSPACE, 1L << 20,
              Limit.FILES, 100L,
              Limit.OPEN_FILES, 16L,
              Limit.PROCESSES, 1L));

  /** A file of the pack, by its path in it. */
  public static Path file(String path) {
    Path file = root().resolve(path);
    return Files.exists(file) ? file : missing(file + " is not there");
  }

  /** Compiled modules and bases of tests; kept from run to run. */
  public static Path cache() {
    return Path.of(
        setting("codebeaker.test-cache", "CODEBEAKER_TEST_CACHE")
            .orElse(System.getProperty("java.io.tmpdir") + "/codebeaker-test-cache"));
  }

  private static NativeEngine engine;

  /** One for all tests. */
  public static synchronized NativeEngine engine() {
    if (engine == null) {
      Optional<String> refused = NativeLibrary.open(file("wasmtime/linux-x86_64/_libwasmtime.so"));
      refused.ifPresent(EnginePackFixture::missing);
      engine = new NativeEngine();
    }
    return engine;
  }

  private static Path root() {
    return setting("codebeaker.engine-pack", "CODEBEAKER_ENGINE_PACK")
        .map(Path::of)
        .orElseGet(() -> missing("no engine pack: set CODEBEAKER_ENGINE_PACK"));
  }

  private static Optional<String> setting(String property, String variable) {
    return Optional.ofNullable(System.getProperty(property))
        .or(() -> Optional.ofNullable(System.getenv(variable)));
  }

  private static Path missing(String why) {
    String required = Objects.requireNonNullElse(System.getenv("CODEBEAKER_REQUIRED_ENGINES"), "");
    if (required.contains("wasmtime")) {
      fail(why);
    }
    return abort(why);
  }
}
