package dev.codebeaker.lifecycle;

import dev.codebeaker.runtime.ToolchainConfig;
import dev.codebeaker.runtime.process.ProcessConfig;
import dev.codebeaker.runtime.process.ProcessRuntimes;
import dev.codebeaker.runtime.process.jail.JailConfig;
import dev.codebeaker.runtime.process.tool.HostTools;
import dev.codebeaker.session.LimitsPolicy;
import dev.codebeaker.workspace.Workspaces;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** Makes the runtimes of the host's toolchains. */
@Singleton
final class ProcessWiring {
  private final Shutdown shutdown;

  ProcessWiring(Shutdown shutdown) {
    this.shutdown = shutdown;
  }

  @Produces
  @Singleton
  ProcessRuntimes processes(
      ProcessConfig config,
      JailConfig jails,
      ToolchainConfig toolchains,
      Workspaces workspaces,
      LimitsPolicy limits) {
    Path home = Path.of(System.getProperty("user.home"));
    HostTools tools =
        HostTools.on(
            config.path().orElse(System.getenv().getOrDefault("PATH", "")), config.tools(), home);
    return shutdown.owns(
        new ProcessRuntimes(
            config,
            jails,
            toolchains.of(ProcessRuntimes.MECHANISM),
            tools,
            workspaces,
            limits.defaults()));
  }

  /** A command that is over in a moment needs nothing started ahead. */
  void warmUp(@Observes StartupEvent event, VertxHttpConfig http, ProcessRuntimes processes) {
    if (http.hostEnabled() && LaunchMode.current() == LaunchMode.NORMAL) {
      processes.warmUp();
    }
  }
}
