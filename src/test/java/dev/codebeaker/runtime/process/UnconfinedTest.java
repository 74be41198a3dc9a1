package dev.codebeaker.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.contract.TestLimits;
import dev.codebeaker.runtime.process.jail.Tier;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where nothing confines, by the operator's own word. */
class UnconfinedTest {
  private static final Language EXECUTABLE = new Language("executable");

  private static final RunProgram ECHO =
      new RunProgram(
          RunProgram.How.PROGRAM,
          "/bin/echo",
          List.of("hello"),
          WorkspacePath.ROOT,
          Map.of(),
          Stdin.EMPTY,
          Map.of(),
          Optional.empty());

  private static ProcessRig rig(boolean allowed) {
    return new ProcessRig(
        Map.of(
            "codebeaker.process.jail.tier",
            "none",
            "codebeaker.process.jail.allow-unsandboxed",
            Boolean.toString(allowed)));
  }

  private static ExecutionRuntime runtime(ProcessRig rig) {
    return rig.runtimes().runtimes().stream()
        .filter(it -> it.name().equals("native"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nothingRunsUnlessTheOperatorAllowsIt() {
    try (ProcessRig rig = rig(false)) {
      assertThat(runtime(rig).availability(EXECUTABLE))
          .isInstanceOf(Availability.Unavailable.class);
    }
  }

  @Test
  void itIsRatedAsNoIsolationAndStillRuns() throws Exception {
    try (ProcessRig rig = rig(true)) {
      ExecutionRuntime runtime = runtime(rig);
      assertThat(rig.runtimes().tier()).isEqualTo(Tier.NONE);
      assertThat(runtime.capabilities().isolation()).isEqualTo(Isolation.NONE);
      RecordingSink sink = new RecordingSink();
      try (Sandbox sandbox =
          runtime.open(
              new SandboxSpec("bare", EXECUTABLE, Optional.empty(), TestLimits.DEFAULTS))) {
        Outcome outcome = sandbox.start(ECHO, TestLimits.DEFAULTS, sink).await();
        assertThat(outcome).isInstanceOf(Outcome.Exited.class);
        assertThat(sink.stdout()).isEqualTo("hello\n");
      }
    }
  }
}
