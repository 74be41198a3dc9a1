package dev.codebeaker.runtime.process.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.contract.TestLimits;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sessions on images that their clients choose. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChosenImageTest {
  private static final Language PYTHON = new Language("python");

  private ContainerRig rig;
  private ExecutionRuntime docker;

  @BeforeAll
  void open() {
    rig =
        new ContainerRig(
            Map.of(
                "codebeaker.container.allowed-images", "codebeaker/python,codebeaker/n*,gone:*"));
    docker = rig.runtime("docker");
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private Sandbox on(String image) {
    return docker.open(
        new SandboxSpec(
            "chosen",
            PYTHON,
            Optional.empty(),
            TestLimits.DEFAULTS,
            "somebody",
            false,
            Optional.of(image)));
  }

  private static String said(Sandbox sandbox, Run run) throws Exception {
    RecordingSink sink = new RecordingSink();
    Outcome outcome = sandbox.start(run, TestLimits.DEFAULTS, sink).await();
    assertThat(outcome).as(sink.stderr()).isInstanceOf(Outcome.Exited.class);
    return sink.stdout() + sink.stderr();
  }

  @Test
  void theirToolsAreThoseOfTheImage() throws Exception {
    RunProgram which =
        new RunProgram(
            RunProgram.How.SHELL,
            "command -v node; command -v python3; true",
            List.of(),
            WorkspacePath.ROOT,
            Map.of(),
            Stdin.EMPTY,
            Map.of(),
            Optional.empty());
    try (Sandbox sandbox = on("codebeaker/node")) {
      assertThat(said(sandbox, which)).contains("/node").doesNotContain("python3");
    }
    try (Sandbox sandbox = on("codebeaker/python")) {
      assertThat(said(sandbox, which)).contains("/python3").doesNotContain("node");
      assertThat(said(sandbox, RunCode.program(PYTHON, "print(6 * 7)"))).isEqualTo("42\n");
    }
  }

  @Test
  void othersAreRefused() {
    for (String image :
        List.of("codebeaker/c", "codebeaker/python:latest", "", "gone:1", "debian:trixie-slim")) {
      assertThatThrownBy(() -> on(image))
          .as(image)
          .isInstanceOfSatisfying(
              ServiceException.class, e -> assertThat(e.field()).contains("image"));
    }
  }
}
