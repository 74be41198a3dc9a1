package dev.codebeaker.runtime.wasm.worker;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.contract.TestLimits;
import dev.codebeaker.runtime.wasm.WasmConfig;
import dev.codebeaker.runtime.wasm.WasmRuntime;
import dev.codebeaker.runtime.wasm.java.HeapBudget;
import dev.codebeaker.runtime.wasm.java.JavaEngine;
import dev.codebeaker.runtime.wasm.pack.EnginePack;
import dev.codebeaker.testing.ConfigDefaults;
import dev.codebeaker.testing.TestWorkspaces;
import dev.codebeaker.workspace.Workspaces;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that an attacker has taken over says what it likes; the service goes on. */
@Timeout(120)
class HostileWorkerTest {
  private static final Language JAVASCRIPT = new Language("javascript");
  private static final byte[] NOTHING = {};
  private static final int OUTPUT = 1;

  @TempDir private Path state;
  private WasmRuntime runtime;
  private Workspaces workspaces;

  @AfterEach
  void close() {
    runtime.close();
    workspaces.close();
  }

  private void start(FakeWorker worker) {
    WasmConfig config =
        ConfigDefaults.of(
            WasmConfig.class,
            Map.of(
                "codebeaker.wasm.worker.count", "1",
                "codebeaker.wasm.worker.answer-timeout", "200ms"));
    List<Toolchain> toolchains =
        List.of(
            new Toolchain(
                "quickjs",
                "wasm",
                List.of(JAVASCRIPT),
                "main.js",
                List.of(),
                Map.of("guest", "javascript")));
    Path none = state.resolve("none");
    WorkerEngine.Parts parts =
        new WorkerEngine.Parts(
            new EnginePack("none", none, none, none, none, none), config, none, toolchains);
    workspaces = TestWorkspaces.in(state.resolve("s"));
    JavaEngine preparing = new JavaEngine(1 << 20, HeapBudget.ofThisProcess(), toolchains);
    WorkerEngine engine = new WorkerEngine(preparing, parts, workspaces, false, worker);
    runtime = new WasmRuntime(engine, toolchains, workspaces, config);
    runtime.warmUp();
    await()
        .until(
            () ->
                runtime.availability(JAVASCRIPT)
                    instanceof dev.codebeaker.runtime.Availability.Available);
  }

  private ServiceException failure() {
    try (var sandbox =
        runtime.open(
            new SandboxSpec("hostile", JAVASCRIPT, Optional.empty(), TestLimits.DEFAULTS))) {
      return failsWith(
          ErrorCode.RUNTIME_FAILED,
          () ->
              sandbox
                  .start(
                      RunCode.program(JAVASCRIPT, "1"),
                      TestLimits.DEFAULTS.with(Map.of(Limit.WALL, 2000L)),
                      OutputSink.NOWHERE)
                  .await());
    }
  }

  private static byte[] frame(int kind, byte[] body) {
    return ByteBuffer.allocate(5 + body.length)
        .putInt(1 + body.length)
        .put((byte) kind)
        .put(body)
        .array();
  }

  private static byte[] garbage() {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void garbageOnALaneCostsTheWorkerItsLife() {
    FakeWorker worker = new FakeWorker(NOTHING, garbage());
    start(worker);
    assertThat(failure()).hasMessageContaining("died");
    await().until(() -> worker.started() > 1);
  }

  @Test
  void garbageOnTheControlConnectionCostsTheWorkerItsLife() {
    FakeWorker worker = new FakeWorker(garbage(), NOTHING);
    start(worker);
    await().until(() -> worker.started() > 2);
  }

  @Test
  void anAnswerThatNobodyWaitsForCostsTheWorkerItsLife() {
    FakeWorker worker = new FakeWorker(frame(12, new byte[9]), NOTHING);
    start(worker);
    await().until(() -> worker.started() > 2);
  }

  @Test
  void moreOutputThanTheLimitCostsTheWorkerItsLife() {
    byte[] output = new byte[1 + 4 + 60_000];
    ByteBuffer.wrap(output).put((byte) 0).putInt(60_000);
    FakeWorker worker = new FakeWorker(NOTHING, frame(OUTPUT, output));
    start(worker);
    assertThat(failure()).hasMessageContaining("died").rootCause().hasMessageContaining("output");
  }

  @Test
  void aLengthThatNoReportHasIsNotAllocated() {
    FakeWorker worker = new FakeWorker(NOTHING, new byte[] {0x7f, -1, -1, -1, 1});
    start(worker);
    assertThat(failure()).rootCause().hasMessageContaining("bytes");
  }

  @Test
  void aCountBeyondTheFrameIsRefused() {
    byte[] shown = ByteBuffer.allocate(5).put((byte) 1).putInt(Integer.MAX_VALUE).array();
    FakeWorker worker = new FakeWorker(NOTHING, frame(2, shown));
    start(worker);
    assertThat(failure()).rootCause().hasMessageContaining("length");
  }

  @Test
  void aRunThatWaitsForAWorkerCanBeCancelled() throws Exception {
    start(new FakeWorker());
    try (var sandbox =
        runtime.open(
            new SandboxSpec("waiting", JAVASCRIPT, Optional.empty(), TestLimits.DEFAULTS))) {
      var execution =
          sandbox.start(RunCode.program(JAVASCRIPT, "1"), TestLimits.DEFAULTS, OutputSink.NOWHERE);
      execution.cancel("enough");
      assertThat(execution.await()).isInstanceOf(Outcome.Cancelled.class);
    }
  }

  @Test
  void aWorkerThatKeepsSilentIsKilled() {
    FakeWorker worker = new FakeWorker(NOTHING, NOTHING);
    start(worker);
    assertThat(failure()).hasMessageContaining("died");
    await().until(() -> worker.started() > 1);
  }
}
