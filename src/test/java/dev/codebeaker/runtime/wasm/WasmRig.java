package dev.codebeaker.runtime.wasm;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ToolchainConfig;
import dev.codebeaker.runtime.wasm.WasmConfig.GuestIsolation;
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
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/**
 * The wasm runtime as the service configures it, on one engine, with a state directory of its own.
 * The engine pack and what was compiled before are those of this machine.
 */
public final class WasmRig implements AutoCloseable {
  private static final Duration FIRST_COMPILATION = Duration.ofMinutes(15);

  private final Path state;
  private final Workspaces workspaces;
  private final WasmEngine engine;
  private final WasmRuntime runtime;

  public WasmRig(WasmConfig.Engine engine) {
    this(engine, settings(GuestIsolation.IN_PROCESS));
  }

  /**
   * @param settings of the configuration, beside the engine
   */
  public WasmRig(WasmConfig.Engine engine, Map<String, String> settings) {
    try {
      state = Files.createTempDirectory("codebeaker-contract");
      SmallRyeConfig config = config(engine, settings);
      workspaces = new Workspaces(config.getConfigMapping(WorkspaceConfig.class));
      WasmConfig wasm = config.getConfigMapping(WasmConfig.class);
      var toolchains = config.getConfigMapping(ToolchainConfig.class).of(WasmRuntime.NAME);
      this.engine = new WasmEngines(wasm, toolchains, System.getenv()).choose(workspaces, false);
      runtime = new WasmRuntime(this.engine, toolchains, workspaces, wasm);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> settings(GuestIsolation isolation) {
    return Map.of("codebeaker.wasm.isolation", isolation.name());
  }

  private SmallRyeConfig config(WasmConfig.Engine engine, Map<String, String> settings)
      throws IOException {
    Map<String, String> ours =
        Map.of(
            "codebeaker.wasm.engine", engine.name(),
            "codebeaker.workspace.state-directory", state.toString());
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDefaultSources()
        .withSources(
            new PropertiesConfigSource(
                Path.of("src/main/resources/application.properties").toUri().toURL(), 100))
        .withSources(new PropertiesConfigSource(ours, "rig", 1000))
        .withSources(new PropertiesConfigSource(settings, "test", 1001))
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(WasmConfig.class)
        .withMapping(ToolchainConfig.class)
        .withMapping(WorkspaceConfig.class)
        .withValidateUnknown(false)
        .build();
  }

  /**
   * The runtime, when none of its languages is being prepared any more. An engine that is not on
   * this machine is reported as not run, and is a failure where {@code CODEBEAKER_REQUIRED_ENGINES}
   * names it.
   */
  public static WasmRig ready(WasmConfig.Engine engine) {
    return ready(engine, GuestIsolation.IN_PROCESS);
  }

  /** The same, with guests in this place. */
  public static WasmRig ready(WasmConfig.Engine engine, GuestIsolation isolation) {
    return ready(engine, settings(isolation));
  }

  /** The same, with more of the configuration set. */
  public static WasmRig ready(WasmConfig.Engine engine, Map<String, String> settings) {
    try {
      WasmRig rig = new WasmRig(engine, settings);
      rig.awaitReady();
      return rig;
    } catch (dev.codebeaker.failure.ServiceException absent) {
      String required =
          Objects.requireNonNullElse(System.getenv("CODEBEAKER_REQUIRED_ENGINES"), "");
      if (required.toUpperCase(java.util.Locale.ROOT).contains(engine.name())) {
        throw absent;
      }
      return abort("not run: " + absent.getMessage() + "; " + absent.fix().orElse(""));
    }
  }

  private void awaitReady() {
    Awaitility.await()
        .atMost(FIRST_COMPILATION)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> runtime.capabilities().languages().stream().noneMatch(this::isPreparing));
    runtime.warmUp();
  }

  private boolean isPreparing(Language language) {
    return runtime.availability(language) instanceof Availability.Preparing;
  }

  public WasmEngine engine() {
    return engine;
  }

  public WasmRuntime runtime() {
    return runtime;
  }

  public Path state() {
    return state;
  }

  @Override
  public void close() {
    runtime.close();
    workspaces.close();
    try {
      Files.deleteIfExists(state.resolve("gate"));
      Files.deleteIfExists(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
