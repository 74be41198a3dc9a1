package dev.codebeaker.runtime.wasm.wasmtime;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.runtime.wasm.pack.CacheDirectory;
import dev.codebeaker.runtime.wasm.pack.EnginePack;
import dev.codebeaker.runtime.wasm.pack.EnginePackStore;
import dev.codebeaker.runtime.wasm.pack.PackTable;
import dev.codebeaker.runtime.wasm.pack.Platform;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The engine pack for tests. A missing one is reported as not run, and is a failure where {@code
 * CODEBEAKER_REQUIRED_ENGINES} names {@code wasmtime}.
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

  /** The one that is installed on this machine. */
  public static EnginePack pack() {
    return new EnginePackStore(
            directory(), Optional.empty(), PackTable.shipped(), Platform.current())
        .locate()
        .orElseGet(() -> missing("no engine pack; " + EnginePackStore.INSTALL));
  }

  /** Where compiled modules and bases are: the service's own, so that each is made once. */
  public static Path cache() {
    return directory().path();
  }

  private static CacheDirectory directory() {
    return CacheDirectory.of(
        Optional.ofNullable(System.getenv("CODEBEAKER_WASM_CACHE_DIRECTORY")).map(Path::of),
        System.getenv());
  }

  private static NativeEngine engine;

  /** One for all tests. */
  public static synchronized NativeEngine engine() {
    if (engine == null) {
      Optional<String> refused = NativeLibrary.open(pack().library());
      refused.ifPresent(EnginePackFixture::missing);
      engine = new NativeEngine();
    }
    return engine;
  }

  private static EnginePack missing(String why) {
    String required = Objects.requireNonNullElse(System.getenv("CODEBEAKER_REQUIRED_ENGINES"), "");
    if (required.contains("wasmtime")) {
      fail(why);
    }
    return abort(why);
  }
}
