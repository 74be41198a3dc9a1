package dev.codebeaker.runtime.wasm.worker;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Execution;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.contract.TestLimits;
import dev.codebeaker.runtime.wasm.WasmConfig;
import dev.codebeaker.runtime.wasm.WasmRig;
import dev.codebeaker.workspace.WorkspacePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of sessions and of the service when workers die. */
@Timeout(180)
class WorkersTest {
  private static final Language JAVASCRIPT = new Language("javascript");
  private static final ContextName MAIN = new ContextName("main");
  private static final AtomicInteger IDS = new AtomicInteger();

  private WasmRig rig;

  @AfterEach
  void close() {
    if (rig != null) {
      rig.close();
    }
  }

  private void start(String isolation, int count) {
    rig =
        WasmRig.ready(
            WasmConfig.Engine.WASMTIME,
            Map.of(
                "codebeaker.wasm.isolation",
                isolation,
                "codebeaker.wasm.worker.count",
                Integer.toString(count)));
  }

  private WorkerEngine engine() {
    return (WorkerEngine) rig.engine();
  }

  private Sandbox open(String owner) {
    return rig.runtime()
        .open(
            new SandboxSpec(
                "workers-" + IDS.incrementAndGet(),
                JAVASCRIPT,
                Optional.empty(),
                TestLimits.DEFAULTS,
                owner,
                false));
  }

  private Sandbox open() {
    return open("somebody");
  }

  private long firstPid() {
    await().until(() -> !engine().pids().isEmpty());
    return engine().pids().getFirst();
  }

  /** Sandboxes on two workers, the first on the one with that process id. */
  private List<Sandbox> onTwoWorkers() throws Exception {
    Sandbox first = open();
    turn(first, "var kept = 1");
    await().until(() -> engine().pids().size() == 2);
    Sandbox second = open();
    turn(second, "var kept = 2");
    assertThat(group(second)).isNotEqualTo(group(first));
    return List.of(first, second);
  }

  private static Path group(Sandbox sandbox) {
    return sandbox.workspace().directory().getParent();
  }

  private static Execution start(Sandbox sandbox, String code, OutputSink sink) {
    return sandbox.start(RunCode.turn(JAVASCRIPT, code, MAIN), TestLimits.DEFAULTS, sink);
  }

  private static String turn(Sandbox sandbox, String code) throws InterruptedException {
    RecordingSink sink = new RecordingSink();
    Outcome outcome = start(sandbox, code, sink).await();
    assertThat(outcome).as(sink.stderr()).isInstanceOf(Outcome.Exited.class);
    return sink.value().orElse("");
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  @Test
  void aWorkerThatDiesUnderATurnEndsItsOwnSessionsTurnsOnly() throws Exception {
    start("worker-pool", 2);
    long pid = firstPid();
    List<Sandbox> sandboxes = onTwoWorkers();
    CountDownLatch runs = new CountDownLatch(1);
    Execution endless =
        start(sandboxes.getFirst(), "console.log('on'); for (;;);", chunk -> runs.countDown());
    assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();

    kill(pid);

    ServiceException failure = failsWith(ErrorCode.RUNTIME_FAILED, endless::await);
    assertThat(failure).hasMessageContaining("worker").hasMessageContaining("signal 9");
    assertThat(turn(sandboxes.getLast(), "kept")).isEqualTo("2");
    assertThat(turn(sandboxes.getFirst(), "typeof kept")).contains("undefined");
    assertThat(engine().pids()).hasSize(2).doesNotContain(pid);
  }

  @Test
  void aContextWhoseWorkerDiedAtRestSaysSoOnceAndBeginsAnew() throws Exception {
    start("worker-pool", 2);
    long pid = firstPid();
    List<Sandbox> sandboxes = onTwoWorkers();
    Sandbox hit = sandboxes.getFirst();
    hit.workspace().write(WorkspacePath.parse("note"), new byte[] {42});

    kill(pid);
    await().until(() -> !engine().pids().contains(pid));

    ServiceException lost =
        failsWith(ErrorCode.RUNTIME_FAILED, () -> start(hit, "kept", OutputSink.NOWHERE).await());
    assertThat(lost).hasMessageContaining("died").hasMessageContaining("lost");
    assertThat(turn(hit, "typeof kept")).contains("undefined");
    assertThat(turn(hit, "require('fs').readFileSync('note').length")).isEqualTo("1");
    assertThat(turn(sandboxes.getLast(), "kept")).isEqualTo("2");
  }

  @Test
  void manySessionsAreSpreadOverTheWorkersAndNothingIsLeftOfThem() throws Exception {
    start("worker-pool", 2);
    List<Sandbox> all = new ArrayList<>(onTwoWorkers());
    for (int i = 0; i < 30; i++) {
      Sandbox sandbox = open();
      turn(sandbox, "var own = " + i);
      all.add(sandbox);
    }
    Map<Path, Long> byWorker =
        all.stream().collect(Collectors.groupingBy(WorkersTest::group, Collectors.counting()));
    assertThat(byWorker.values()).containsExactly(16L, 16L);
    assertThat(turn(all.getLast(), "own")).isEqualTo("29");

    List<Long> pids = engine().pids();
    Path state = rig.state();
    rig.close();
    rig = null;
    assertThat(pids).hasSize(2).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    assertThat(Files.exists(state)).isFalse();
  }

  @Test
  void ownersHaveWorkersOfTheirOwn() throws Exception {
    start("worker-per-owner", 2);
    Sandbox anne = open("anne");
    Sandbox anneToo = open("anne");
    Sandbox bob = open("bob");
    assertThat(turn(anne, "1") + turn(anneToo, "2") + turn(bob, "3")).isEqualTo("123");
    assertThat(group(anneToo)).isEqualTo(group(anne)).isNotEqualTo(group(bob));
    List<Long> before = List.copyOf(engine().pids());

    failsWith(ErrorCode.RUNTIME_SATURATED, () -> open("carl"));
    bob.close();
    Sandbox carl = open("carl");
    assertThat(turn(carl, "4")).isEqualTo("4");

    assertThat(engine().pids()).hasSize(2);
    assertThat(before).filteredOn(engine().pids()::contains).as("Anne's alone").hasSize(1);
  }
}
