package dev.codebeaker.runtime.wasm;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.java.HeapBudget;
import dev.codebeaker.runtime.wasm.java.JavaEngine;
import dev.codebeaker.runtime.wasm.pack.CacheDirectory;
import dev.codebeaker.runtime.wasm.pack.EnginePack;
import dev.codebeaker.runtime.wasm.pack.EnginePackStore;
import dev.codebeaker.runtime.wasm.pack.PackTable;
import dev.codebeaker.runtime.wasm.pack.Platform;
import dev.codebeaker.runtime.wasm.wasmtime.WasmtimeEngine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses the engine of the wasm runtime, once, when the service starts. */
public final class WasmEngines {
  private final WasmConfig config;
  private final List<Toolchain> toolchains;
  private final CacheDirectory cache;

  /**
   * @param environment of the process: where the user's cache directory is
   */
  public WasmEngines(
      WasmConfig config, List<Toolchain> toolchains, Map<String, String> environment) {
    this.config = config;
    this.toolchains = toolchains;
    this.cache = CacheDirectory.of(config.cacheDirectory(), environment);
  }

  /**
   * The engine that the configuration asks for; {@code auto} is wasmtime where its pack is
   * installed and works on this machine.
   *
   * @throws ServiceException {@code RUNTIME_UNAVAILABLE} where wasmtime is asked for by name and is
   *     not there
   */
  public WasmEngine choose() {
    Optional<EnginePack> pack =
        new EnginePackStore(cache, config.enginePack(), PackTable.shipped(), Platform.current())
            .locate();
    return switch (config.engine()) {
      case JAVA -> java();
      case WASMTIME -> wasmtime(pack.orElseThrow(WasmEngines::noPack));
      case AUTO ->
          pack.filter(found -> WasmtimeEngine.refusal(found).isEmpty())
              .map(this::wasmtime)
              .orElseGet(this::java);
    };
  }

  private WasmEngine wasmtime(EnginePack pack) {
    cache.prepare();
    return new WasmtimeEngine(pack, config, cache.path(), toolchains);
  }

  private WasmEngine java() {
    return new JavaEngine(config.maxModuleBytes(), HeapBudget.ofThisProcess(), toolchains);
  }

  private static ServiceException noPack() {
    return ServiceException.of(
            ErrorCode.RUNTIME_UNAVAILABLE,
            "codebeaker.wasm.engine is wasmtime, and there is no engine pack")
        .field("codebeaker.wasm.engine")
        .fix(EnginePackStore.INSTALL);
  }
}
