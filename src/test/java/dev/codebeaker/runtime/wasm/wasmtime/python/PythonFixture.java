package dev.codebeaker.runtime.wasm.wasmtime.python;

import static org.awaitility.Awaitility.await;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.WasmConfig;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.pack.EnginePack;
import dev.codebeaker.runtime.wasm.wasmtime.EnginePackFixture;
import dev.codebeaker.runtime.wasm.wasmtime.GuestFactory;
import dev.codebeaker.runtime.wasm.wasmtime.WasmtimeModules;
import dev.codebeaker.testing.TestWorkspaces;
import dev.codebeaker.workspace.Workspace;
import dev.codebeaker.workspace.Workspaces;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** The real factory with the bases the service ships, made once for all tests and kept on disk. */
final class PythonFixture {
  static final Language PYTHON = new Language("python");
  static final String PLAIN = "python";
  static final String DATA = "python-data";

  static final Limits LIMITS =
      EnginePackFixture.LIMITS.with(
          Map.of(Limit.WORKSPACE, 16L << 20, Limit.FILES, 1000L, Limit.OPEN_FILES, 64L));

  static final Toolchain TOOLCHAIN =
      new Toolchain(
          "cpython",
          "wasm",
          List.of(PYTHON),
          "main.py",
          List.of(),
          Map.of(GuestFactory.OPTION, PythonFactory.KIND));
  private static final Duration FIRST_BUILD = Duration.ofMinutes(6);

  private static PythonFactory factory;
  private static Workspaces workspaces;
  private static int count;

  private PythonFixture() {}

  static synchronized PythonFactory factory() {
    if (factory == null) {
      factory = newFactory();
      try (Workspace workspace = workspace()) {
        awaitReady(factory, workspace);
      }
    }
    return factory;
  }

  /** Not ready yet. */
  static PythonFactory newFactory() {
    return new PythonFactory(
        new GuestFactory.Parts(
            pack(),
            config(),
            EnginePackFixture.cache(),
            new WasmtimeModules(
                EnginePackFixture.engine(), pack().version(), EnginePackFixture.cache()),
            List.of(TOOLCHAIN)));
  }

  static void awaitReady(PythonFactory factory, Workspace workspace) {
    await()
        .atMost(FIRST_BUILD)
        .pollInterval(Duration.ofMillis(5))
        .pollInSameThread()
        .until(() -> isReady(factory, workspace, PLAIN) && isReady(factory, workspace, DATA));
  }

  private static boolean isReady(PythonFactory factory, Workspace workspace, String template) {
    if (factory.availability(TOOLCHAIN, PYTHON) instanceof Availability.Unavailable gone) {
      throw new AssertionError(gone.reason());
    }
    try {
      factory.open(spec(workspace, template, false, LIMITS)).close();
      return true;
    } catch (ServiceException refused) {
      if (refused.code() != ErrorCode.RUNTIME_PREPARING) {
        throw refused;
      }
      return false;
    }
  }

  static EnginePack pack() {
    return EnginePackFixture.pack();
  }

  /** As shipped. */
  private static WasmConfig config() {
    Properties shipped = new Properties();
    try (InputStream in =
        Objects.requireNonNull(WasmConfig.class.getResourceAsStream("/application.properties"))) {
      shipped.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> wasm =
        shipped.stringPropertyNames().stream()
            .filter(key -> key.startsWith("codebeaker.wasm."))
            .collect(Collectors.toMap(key -> key, shipped::getProperty));
    wasm.put("codebeaker.wasm.stop-grace", "PT2S"); // the converter for 2s is the framework's
    wasm.put("codebeaker.wasm.stop-notice", "PT0.01S");
    wasm.put("codebeaker.wasm.worker.start-timeout", "PT30S");
    wasm.put("codebeaker.wasm.worker.answer-timeout", "PT10S");
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(wasm, "shipped", 100))
        .withMapping(WasmConfig.class)
        .build()
        .getConfigMapping(WasmConfig.class);
  }

  static synchronized Workspace workspace() {
    if (workspaces == null) {
      workspaces =
          new Workspaces(
              TestWorkspaces.config(
                  Path.of(System.getProperty("java.io.tmpdir"), "codebeaker-python-tests")));
      Runtime.getRuntime().addShutdownHook(new Thread(workspaces::close));
    }
    return workspaces.open("test-" + count++, LIMITS);
  }

  static GuestSpec spec(Workspace workspace, String template, boolean stateful, Limits limits) {
    return new GuestSpec(TOOLCHAIN, PYTHON, Optional.of(template), workspace, stateful, limits);
  }

  static WasmGuest program(Workspace workspace, String template) {
    return factory().open(spec(workspace, template, false, LIMITS));
  }

  static WasmGuest context(Workspace workspace, String template) {
    return factory().open(spec(workspace, template, true, LIMITS));
  }
}
