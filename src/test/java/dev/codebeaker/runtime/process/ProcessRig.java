package dev.codebeaker.runtime.process;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.ToolchainConfig;
import dev.codebeaker.runtime.contract.TestLimits;
import dev.codebeaker.runtime.process.jail.JailConfig;
import dev.codebeaker.runtime.process.tool.HostTools;
import dev.codebeaker.workspace.WorkspaceConfig;
import dev.codebeaker.workspace.Workspaces;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The process runtimes as the service makes them, on this machine's own tools. */
public final class ProcessRig implements AutoCloseable {
  private final Path state;
  private final Workspaces workspaces;
  private final ProcessRuntimes runtimes;

  /**
   * @param settings configuration that differs from the service's own
   */
  public ProcessRig(Map<String, String> settings) {
    try {
      state = Files.createTempDirectory("codebeaker-contract");
      Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx--x--x"));
      SmallRyeConfig config = config(settings);
      workspaces = new Workspaces(config.getConfigMapping(WorkspaceConfig.class));
      ProcessConfig process = config.getConfigMapping(ProcessConfig.class);
      runtimes =
          new ProcessRuntimes(
              process,
              config.getConfigMapping(JailConfig.class),
              config.getConfigMapping(ToolchainConfig.class).of(ProcessRuntimes.MECHANISM),
              HostTools.on(
                  process.path().orElse(System.getenv("PATH")),
                  process.tools(),
                  Path.of(System.getProperty("user.home"))),
              workspaces,
              TestLimits.DEFAULTS);
      runtimes.awaitPrepared();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private SmallRyeConfig config(Map<String, String> settings) throws IOException {
    Map<String, String> ours = new HashMap<>(settings);
    ours.put("codebeaker.workspace.state-directory", state.toString());
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDefaultSources()
        .withSources(
            new PropertiesConfigSource(
                Path.of("src/main/resources/application.properties").toUri().toURL(), 100))
        .withSources(new PropertiesConfigSource(ours, "rig", 1000))
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(ProcessConfig.class)
        .withMapping(JailConfig.class)
        .withMapping(ToolchainConfig.class)
        .withMapping(WorkspaceConfig.class)
        .withValidateUnknown(false)
        .build();
  }

  /**
   * The runtime of that name. One with nothing available on this machine is reported as not run,
   * and is a failure where {@code CODEBEAKER_REQUIRED_RUNTIMES} names it.
   */
  public ExecutionRuntime runtime(String name) {
    ExecutionRuntime runtime =
        runtimes.runtimes().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    boolean available =
        runtime.capabilities().languages().stream()
            .anyMatch(it -> runtime.availability(it) instanceof Availability.Available);
    if (!available) {
      String why =
          runtime.capabilities().languages().stream()
              .map(runtime::availability)
              .toList()
              .toString();
      String required =
          Objects.requireNonNullElse(System.getenv("CODEBEAKER_REQUIRED_RUNTIMES"), "");
      if (Arrays.asList(required.split(",")).contains(name)) {
        throw new IllegalStateException(name + " is required: " + why + runtimes.refused());
      }
      System.err.println("not run: " + name + ": " + why + runtimes.refused());
      return abort("not run: " + name + ": " + why + runtimes.refused());
    }
    return runtime;
  }

  public ProcessRuntimes runtimes() {
    return runtimes;
  }

  public Path state() {
    return state;
  }

  @Override
  public void close() {
    runtimes.close();
    workspaces.close();
    try {
      Files.deleteIfExists(state.resolve("gate"));
      Files.deleteIfExists(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
