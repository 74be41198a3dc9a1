package dev.codebeaker.lifecycle;

import dev.codebeaker.runtime.ToolchainConfig;
import dev.codebeaker.runtime.process.ProcessConfig;
import dev.codebeaker.runtime.process.ProcessRuntimes;
import dev.codebeaker.runtime.process.jail.JailConfig;
import dev.codebeaker.runtime.process.tool.HostTools;
import dev.codebeaker.session.LimitsPolicy;
import dev.codebeaker.workspace.Workspaces;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

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
        new HostTools(config.path().orElseGet(ProcessWiring::path), config.tools(), home);
    return shutdown.owns(
        new ProcessRuntimes(
            config,
            jails,
            toolchains.of(ProcessRuntimes.MECHANISM),
            tools,
            workspaces,
            limits.defaults()));
  }

  private static List<Path> path() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(":"))
        .filter(directory -> directory.startsWith("/"))
        .map(Path::of)
        .toList();
  }
}
