package dev.codebeaker.lifecycle;

import dev.codebeaker.runtime.ToolchainConfig;
import dev.codebeaker.runtime.process.ProcessConfig;
import dev.codebeaker.runtime.process.ProcessRuntimes;
import dev.codebeaker.runtime.process.container.ContainerConfig;
import dev.codebeaker.runtime.process.container.ContainerRuntimes;
import dev.codebeaker.runtime.process.jail.JailConfig;
import dev.codebeaker.session.LimitsPolicy;
import dev.codebeaker.workspace.Workspaces;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the runtimes whose jails are containers. */
@Singleton
final class ContainerWiring {
  private final Shutdown shutdown;

  ContainerWiring(Shutdown shutdown) {
    this.shutdown = shutdown;
  }

  @Produces
  @Singleton
  ContainerRuntimes containers(
      ContainerConfig config,
      ProcessConfig processes,
      JailConfig jails,
      ToolchainConfig toolchains,
      Workspaces workspaces,
      LimitsPolicy limits) {
    return shutdown.owns(
        new ContainerRuntimes(
            config,
            processes,
            jails,
            toolchains.of(ProcessRuntimes.MECHANISM),
            workspaces,
            limits.defaults()));
  }

  /** A command that is over in a moment needs nothing started ahead. */
  void warmUp(@Observes StartupEvent event, VertxHttpConfig http, ContainerRuntimes containers) {
    if (http.hostEnabled() && LaunchMode.current() == LaunchMode.NORMAL) {
      containers.warmUp();
    }
  }
}
