package dev.codebeaker.runtime.process.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.Execution;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.contract.TestLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the container runtimes when their engine is lost and comes back. */
class EngineOutageTest {
  private static final Language PYTHON = new Language("python");
  private static final Stdin OPEN = new Stdin(new byte[0], true);

  @TempDir private Path directory;
  private EngineProxy proxy;
  private ContainerRig rig;
  private ExecutionRuntime docker;

  @BeforeEach
  void open() throws Exception {
    proxy = new EngineProxy(directory);
    rig = rig();
    docker = rig.runtime("docker");
  }

  private ContainerRig rig() {
    return new ContainerRig(
        Map.of(
            "codebeaker.container.engine",
            proxy.address().toString(),
            "codebeaker.container.watch-interval",
            "200ms"));
  }

  @AfterEach
  void close() throws Exception {
    if (rig != null) {
      rig.close();
    }
    proxy.close();
  }

  private Sandbox sandbox(String id) {
    return docker.open(new SandboxSpec(id, PYTHON, Optional.empty(), TestLimits.DEFAULTS));
  }

  private static Execution start(Sandbox sandbox, String code, RecordingSink sink) {
    RunCode command =
        new RunCode(PYTHON, code, Optional.empty(), List.of(), Map.of(), OPEN, Map.of());
    return sandbox.start(command, TestLimits.DEFAULTS, sink);
  }

  private boolean isAvailable() {
    return docker.availability(PYTHON) instanceof Availability.Available;
  }

  private void lose() throws Exception {
    proxy.cut();
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !isAvailable());
  }

  private void bringBack() throws Exception {
    proxy.listen();
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::isAvailable);
  }

  @Test
  void nothingIsOpenedWithoutItAndMuchIsAfterIt() throws Exception {
    lose();
    assertThatThrownBy(() -> sandbox("without"))
        .isInstanceOfSatisfying(
            ServiceException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE))
        .hasMessageContaining(proxy.address().toString());
    bringBack();
    try (Sandbox sandbox = sandbox("after")) {
      assertThat(start(sandbox, "print(1)", new RecordingSink()).await())
          .isInstanceOf(Outcome.Exited.class);
    }
  }

  @Test
  void whatRunsGoesOnAndItsContainerIsGoneWhenTheEngineIsBack() throws Exception {
    RecordingSink sink = new RecordingSink();
    try (Sandbox sandbox = sandbox("running")) {
      Execution execution = start(sandbox, "print('up', flush=True)\ninput()\nprint('on')", sink);
      Awaitility.await().until(() -> sink.stdout().contains("up"));
      lose();
      execution.input("\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(execution.await()).isInstanceOf(Outcome.Exited.class);
      assertThat(sink.stdout()).contains("on");
    }
    bringBack();
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> rig.containers().isEmpty());
  }

  @Test
  void oneThatIsThereLateIsFound() throws Exception {
    rig.close();
    rig = null;
    proxy.cut();
    try (ContainerRig late = rig()) {
      ExecutionRuntime runtime = late.unprepared("docker");
      assertThat(runtime.availability(PYTHON)).isInstanceOf(Availability.Unavailable.class);
      proxy.listen();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> runtime.availability(PYTHON) instanceof Availability.Available);
    }
  }
}
