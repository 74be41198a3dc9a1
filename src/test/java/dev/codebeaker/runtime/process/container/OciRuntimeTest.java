package dev.codebeaker.runtime.process.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.contract.TestLimits;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runtimes that configuration makes of the engine's OCI runtimes. */
class OciRuntimeTest {
  private static final Language PYTHON = new Language("python");
  private static final String PREFIX = "codebeaker.container.runtimes.";

  @Test
  void anotherNameForOneThatTheEngineKnowsIsAnotherRuntime() throws Exception {
    try (ContainerRig rig = new ContainerRig(Map.of(PREFIX + "other.oci-runtime", "runc"))) {
      ExecutionRuntime other = rig.runtime("other");
      RecordingSink sink = new RecordingSink();
      try (Sandbox sandbox =
          other.open(new SandboxSpec("other", PYTHON, Optional.empty(), TestLimits.DEFAULTS))) {
        assertThat(
                sandbox
                    .start(RunCode.program(PYTHON, "print(6 * 7)"), TestLimits.DEFAULTS, sink)
                    .await())
            .isInstanceOf(Outcome.Exited.class);
      }
      assertThat(sink.stdout()).isEqualTo("42\n");
    }
  }

  @Test
  void oneThatItDoesNotKnowIsUnavailableAndSaysWhatToDo() {
    try (ContainerRig rig =
        new ContainerRig(Map.of(PREFIX + "gvisor.oci-runtime", "nobody-registered-this"))) {
      rig.runtime("docker");
      ExecutionRuntime gvisor = rig.unprepared("gvisor");
      assertThat(gvisor.capabilities().isolation()).isEqualTo(Isolation.USER_KERNEL);
      assertThat(gvisor.availability(PYTHON))
          .isInstanceOfSatisfying(
              Availability.Unavailable.class,
              it -> {
                assertThat(it.reason()).contains("knows no OCI runtime nobody-registered-this");
                assertThat(it.remedy()).contains("daemon.json", "--host-fifo=open");
              });
    }
  }
}
