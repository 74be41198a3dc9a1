package dev.codebeaker.lifecycle;

import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.ToolchainConfig;
import dev.codebeaker.runtime.wasm.WasmConfig;
import dev.codebeaker.runtime.wasm.WasmEngines;
import dev.codebeaker.runtime.wasm.WasmRuntime;
import dev.codebeaker.selection.SecurityPolicies;
import dev.codebeaker.workspace.Workspaces;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
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

  void started(@Observes StartupEvent event, WasmRuntime wasm) {
    wasm.warmUp();
  }

  @Produces
  @Singleton
  WasmRuntime wasm(
      WasmConfig config,
      ToolchainConfig toolchains,
      Workspaces workspaces,
      SecurityPolicies policies) {
    List<Toolchain> ours = toolchains.of(WasmRuntime.NAME);
    WasmEngines engines = new WasmEngines(config, ours, System.getenv());
    boolean production = policies.active().name().equals(SecurityPolicies.PRODUCTION);
    return shutdown.owns(
        new WasmRuntime(engines.choose(workspaces, production), ours, workspaces, config));
  }
}
