package dev.codebeaker.runtime.process.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.runtime.Execution;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.contract.TestLimits;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of containers, whoever ends them. */
abstract class ContainerEnds {
  private static final Language PYTHON = new Language("python");

  private final Supplier<ContainerRig> rigs;
  private final String runtime;
  private ContainerRig rig;
  private ExecutionRuntime containers;

  ContainerEnds(Supplier<ContainerRig> rigs, String runtime) {
    this.rigs = rigs;
    this.runtime = runtime;
  }

  @BeforeEach
  void open() {
    rig = rigs.get();
    containers = rig.runtime(runtime);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private Sandbox sandbox(String id) {
    return containers.open(new SandboxSpec(id, PYTHON, Optional.empty(), TestLimits.DEFAULTS));
  }

  private static Execution start(Sandbox sandbox, String code, RecordingSink sink) {
    RunCode command =
        new RunCode(PYTHON, code, Optional.empty(), List.of(), Map.of(), Stdin.EMPTY, Map.of());
    return sandbox.start(command, TestLimits.DEFAULTS, sink);
  }

  private List<String> containers() throws IOException {
    return rig.containers();
  }

  @Test
  void closingLeavesNone() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Sandbox sandbox = sandbox("closing-" + i)) {
        assertThat(start(sandbox, "print(1)", new RecordingSink()).await())
            .isInstanceOf(Outcome.Exited.class);
        assertThat(containers()).isNotEmpty();
      }
      assertThat(containers()).isEmpty();
    }
  }

  @Test
  void whatRunsInOneThatIsRemovedFromOutsideEnds() throws Exception {
    RecordingSink sink = new RecordingSink();
    try (Sandbox sandbox = sandbox("outside")) {
      Execution execution = start(sandbox, "print('up', flush=True)\nwhile True: pass", sink);
      Awaitility.await().until(() -> sink.stdout().contains("up"));
      rig.removeAll();
      assertThat(execution.await().label()).isNotEqualTo("exited");
      assertThat(start(sandbox, "print(2)", new RecordingSink()).await())
          .as("the next one opens another")
          .isInstanceOf(Outcome.Exited.class);
    }
  }

  @Test
  void theDeadAreRemovedAndTheLivingAreNot() throws Exception {
    try (Sandbox living = sandbox("living")) {
      assertThat(start(living, "print(1)", new RecordingSink()).await())
          .isInstanceOf(Outcome.Exited.class);
      List<String> before = containers();
      String dead = rig.startForeign("instance-of-nobody", rig.workspaces().stateDirectory());
      String elsewhere = rig.startForeign("instance-of-nobody", rig.state().resolve("other"));
      try {
        rig.reconcile();
        assertThat(rig.isThere(dead)).isFalse();
        assertThat(rig.isThere(elsewhere)).isTrue();
        assertThat(containers()).containsAll(before);
      } finally {
        rig.remove(elsewhere);
      }
    }
  }
}
