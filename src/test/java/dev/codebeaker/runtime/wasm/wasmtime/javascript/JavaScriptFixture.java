package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.wasm.WasmConfig;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.pack.EnginePack;
import dev.codebeaker.runtime.wasm.wasmtime.EnginePackFixture;
import dev.codebeaker.runtime.wasm.wasmtime.GuestFactory;
import dev.codebeaker.runtime.wasm.wasmtime.WasmtimeModules;
import dev.codebeaker.testing.TestWorkspaces;
import dev.codebeaker.workspace.Workspace;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** The real engine for tests, and one sandbox of a test's own. */
final class JavaScriptFixture implements AutoCloseable {
  static final Language JAVASCRIPT = new Language("javascript");
  static final Language TYPESCRIPT = new Language("typescript");
  static final Limits LIMITS = TestWorkspaces.limits(Map.of());

  private static final Toolchain TOOLCHAIN =
      new Toolchain(
          "quickjs", "wasm", List.of(JAVASCRIPT, TYPESCRIPT), "main.js", List.of(), Map.of());

  private static final AtomicInteger IDS = new AtomicInteger();
  private static JavaScriptFactory factory;

  private final Workspace workspace;

  JavaScriptFixture(Path state) {
    workspace = TestWorkspaces.in(state).open("js" + IDS.incrementAndGet(), LIMITS);
  }

  static synchronized JavaScriptFactory factory() {
    if (factory == null) {
      EnginePack pack = EnginePackFixture.pack();
      WasmtimeModules modules =
          new WasmtimeModules(
              EnginePackFixture.engine(), pack.version(), EnginePackFixture.cache());
      WasmConfig config =
          new SmallRyeConfigBuilder()
              .withMapping(WasmConfig.class)
              .withConverter(Duration.class, 100, text -> Duration.parse("PT0.25S"))
              .build()
              .getConfigMapping(WasmConfig.class);
      factory =
          new JavaScriptFactory(
              new GuestFactory.Parts(
                  pack, config, EnginePackFixture.cache(), modules, List.of(TOOLCHAIN)));
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  !(factory.availability(TOOLCHAIN, TYPESCRIPT) instanceof Availability.Preparing));
    }
    return factory;
  }

  Workspace workspace() {
    return workspace;
  }

  WasmGuest open(Language language, boolean stateful, Limits limits) {
    return factory()
        .open(new GuestSpec(TOOLCHAIN, language, Optional.empty(), workspace, stateful, limits));
  }

  /** What a run showed, and how it ended. */
  record Ran(Outcome outcome, RecordingSink sink) {
    String out() {
      return sink.stdout();
    }

    String err() {
      return sink.stderr();
    }

    String value() {
      return sink.value().orElse("");
    }

    int code() {
      return outcome instanceof Outcome.Exited exited ? exited.code() : -1;
    }

    Limit limit() {
      return outcome instanceof Outcome.LimitExceeded exceeded ? exceeded.limit() : Limit.PROCESSES;
    }
  }

  Ran program(Language language, String code) {
    return program(RunCode.program(language, code), LIMITS);
  }

  Ran program(RunCode command, Limits limits) {
    try (WasmGuest guest = open(command.language(), false, limits)) {
      return run(guest, command, limits);
    }
  }

  static Ran run(WasmGuest guest, RunCode command, Limits limits) {
    RecordingSink sink = new RecordingSink();
    Outcome outcome = guest.run(command, limits, sink);
    guest.settle();
    return new Ran(outcome, sink);
  }

  @Override
  public void close() {
    workspace.close();
  }
}
