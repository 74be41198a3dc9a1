package dev.codebeaker.runtime.wasm;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.WasmConfig.GuestIsolation;
import dev.codebeaker.runtime.wasm.java.HeapBudget;
import dev.codebeaker.runtime.wasm.java.JavaEngine;
import dev.codebeaker.runtime.wasm.pack.CacheDirectory;
import dev.codebeaker.runtime.wasm.pack.EnginePack;
import dev.codebeaker.runtime.wasm.pack.EnginePackStore;
import dev.codebeaker.runtime.wasm.pack.PackTable;
import dev.codebeaker.runtime.wasm.pack.Platform;
import dev.codebeaker.runtime.wasm.wasmtime.WasmtimeEngine;
import dev.codebeaker.runtime.wasm.worker.JailedLauncher;
import dev.codebeaker.runtime.wasm.worker.WorkerEngine;
import dev.codebeaker.runtime.wasm.worker.WorkerJail;
import dev.codebeaker.runtime.wasm.worker.WorkerLauncher;
import dev.codebeaker.runtime.wasm.worker.WorkerProgram;
import dev.codebeaker.workspace.Workspaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
   * @param workspaces where workers have the files of their sessions
   * @param production whether the service works under the policy of that name
   * @throws ServiceException {@code RUNTIME_UNAVAILABLE} where wasmtime is asked for by name and is
   *     not there
   */
  public WasmEngine choose(Workspaces workspaces, boolean production) {
    GuestIsolation isolation = isolation(production);
    Optional<EnginePack> pack =
        new EnginePackStore(cache, config.enginePack(), PackTable.shipped(), Platform.current())
            .locate();
    return switch (config.engine()) {
      case JAVA -> java();
      case WASMTIME -> wasmtime(pack.orElseThrow(WasmEngines::noPack), isolation, workspaces);
      case AUTO ->
          pack.filter(found -> WasmtimeEngine.refusal(found).isEmpty())
              .map(found -> wasmtime(found, isolation, workspaces))
              .orElseGet(this::java);
    };
  }

  private GuestIsolation isolation(boolean production) {
    return switch (config.isolation()) {
      case AUTO -> production ? GuestIsolation.WORKER_POOL : GuestIsolation.IN_PROCESS;
      case IN_PROCESS, WORKER_POOL, WORKER_PER_OWNER -> config.isolation();
    };
  }

  private WasmEngine wasmtime(EnginePack pack, GuestIsolation isolation, Workspaces workspaces) {
    cache.prepare();
    WasmtimeEngine engine = new WasmtimeEngine(pack, config, cache.path(), toolchains);
    return switch (isolation) {
      case AUTO, IN_PROCESS -> engine;
      case WORKER_POOL, WORKER_PER_OWNER ->
          new WorkerEngine(
              engine,
              new WorkerEngine.Parts(pack, config, cache.path(), toolchains),
              workspaces,
              isolation == GuestIsolation.WORKER_PER_OWNER,
              launcher(pack));
    };
  }

  private WorkerLauncher launcher(EnginePack pack) {
    WorkerProgram program = WorkerProgram.ofThisProcess(config.worker().javaOptions());
    boolean required = config.worker().jail() == WasmConfig.Jail.REQUIRED;
    List<Path> readable = new ArrayList<>(List.of(cache.path()));
    readable.addAll(pack.files());
    toolchains.stream()
        .flatMap(toolchain -> Stream.ofNullable(toolchain.options().get("module")))
        .forEach(module -> readable.add(Path.of(module)));
    return new JailedLauncher(program, new WorkerJail(program, readable), required);
  }

  private WasmEngine java() {
    if (config.isolation() == GuestIsolation.WORKER_POOL
        || config.isolation() == GuestIsolation.WORKER_PER_OWNER) {
      throw ServiceException.of(
              ErrorCode.RUNTIME_UNAVAILABLE,
              "codebeaker.wasm.isolation asks for workers, which run the native engine only")
          .field("codebeaker.wasm.isolation")
          .fix(EnginePackStore.INSTALL + ", or set it to in-process");
    }
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
