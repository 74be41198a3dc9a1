package dev.codebeaker.runtime.process;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeFamily;
import dev.codebeaker.runtime.ToolchainConfig;
import dev.codebeaker.runtime.contract.TestLimits;
import dev.codebeaker.runtime.process.container.ContainerConfig;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The process runtimes as the service makes them, on this machine's own tools. */
public final class ProcessRig implements RuntimeRig {
  private final Path state;
  private final Workspaces workspaces;
  private final ProcessRuntimes runtimes;

  /**
   * @param settings configuration that differs from the service's own
   */
  public ProcessRig(Map<String, String> settings) {
    try {
      state = newState();
      SmallRyeConfig config = config(state, settings);
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

  /** A directory for the files of sessions, which their users may go through. */
  public static Path newState() throws IOException {
    Path state = Files.createTempDirectory("codebeaker-contract");
    return Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx--x--x"));
  }

  /** The service's own configuration, but for these settings. */
  public static SmallRyeConfig config(Path state, Map<String, String> settings) throws IOException {
    Map<String, String> ours = new HashMap<>(settings);
    ours.put("codebeaker.workspace.state-directory", state.toString());
    // Ending a jail may end all that its user runs: nobody else's are among them.
    int firstUser = 1_000_000 + 10_000 * ThreadLocalRandom.current().nextInt(1_000);
    ours.putIfAbsent("codebeaker.process.jail.first-user", Integer.toString(firstUser));
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
        .withMapping(ContainerConfig.class)
        .withValidateUnknown(false)
        .build();
  }

  @Override
  public ExecutionRuntime runtime(String name) {
    return offered(
        runtimes,
        name,
        runtimes.refused(),
        language -> isNamed(language.id(), "CODEBEAKER_REQUIRED_LANGUAGES", true));
  }

  /**
   * The runtime of that name, of any family.
   *
   * @param needed the languages that it must have where it is required
   */
  public static ExecutionRuntime offered(
      RuntimeFamily family, String name, Object refused, Predicate<Language> needed) {
    ExecutionRuntime runtime =
        family.runtimes().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    Set<Language> languages = runtime.capabilities().languages();
    List<Availability> found = languages.stream().map(runtime::availability).toList();
    String why = name + ": " + found + refused;
    if (isNamed(name, "CODEBEAKER_REQUIRED_RUNTIMES", false)
        && !languages.stream()
            .filter(needed)
            .map(runtime::availability)
            .allMatch(Availability.Available.class::isInstance)) {
      throw new IllegalStateException("required, and not all there: " + why);
    }
    if (found.stream().noneMatch(Availability.Available.class::isInstance)) {
      System.err.println("not run: " + why);
      return abort("not run: " + why);
    }
    return runtime;
  }

  private static boolean isNamed(String name, String variable, boolean ifUnset) {
    String names = System.getenv(variable);
    return names == null ? ifUnset : Arrays.asList(names.split(",")).contains(name);
  }

  public ProcessRuntimes runtimes() {
    return runtimes;
  }

  @Override
  public Path state() {
    return state;
  }

  @Override
  public Stream<String> commandLines() {
    return ProcessHandle.current().descendants().map(ProcessRig::commandLine);
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
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
