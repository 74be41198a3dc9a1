package dev.codebeaker.lifecycle;

import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.ToolchainConfig;
import dev.codebeaker.runtime.wasm.WasmConfig;
import dev.codebeaker.runtime.wasm.WasmEngines;
import dev.codebeaker.runtime.wasm.WasmRuntime;
import dev.codebeaker.workspace.Workspaces;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes the wasm runtime, on the engine that is configured and there. */
@Singleton
final class WasmWiring {
  private final Shutdown shutdown;

  WasmWiring(Shutdown shutdown) {
    this.shutdown = shutdown;
  }

  @Produces
  @Singleton
  WasmRuntime wasm(WasmConfig config, ToolchainConfig toolchains, Workspaces workspaces) {
    List<Toolchain> ours = toolchains.of(WasmRuntime.NAME);
    WasmEngines engines = new WasmEngines(config, ours, System.getenv());
    return shutdown.owns(new WasmRuntime(engines.choose(), ours, workspaces, config));
  }
}
