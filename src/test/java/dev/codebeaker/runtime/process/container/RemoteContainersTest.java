package dev.codebeaker.runtime.process.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.contract.TestLimits;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of files, containers and volumes on an engine elsewhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteContainersTest {
  private static final Language PYTHON = new Language("python");

  private RemoteRig remote;
  private ExecutionRuntime docker;

  @BeforeAll
  void open() {
    remote = new RemoteRig("codebeaker/python");
    docker = remote.runtime("docker");
  }

  @AfterAll
  void close() {
    remote.close();
  }

  private Sandbox sandbox(String id) {
    return docker.open(new SandboxSpec(id, PYTHON, Optional.empty(), TestLimits.DEFAULTS));
  }

  @Test
  void filesGoThereAndComeBack() throws Exception {
    System.err.println("DETAILS " + docker.details() + docker.availability(PYTHON));
    try (Sandbox sandbox = sandbox("files")) {
      sandbox.workspace().write(WorkspacePath.parse("in/a.txt"), "hello".getBytes());
      RecordingSink sink = new RecordingSink();
      long t = System.nanoTime();
      var outcome =
          sandbox
              .start(
                  RunCode.program(
                      PYTHON, "open('out.txt','w').write(open('in/a.txt').read()*2); print('ok')"),
                  TestLimits.DEFAULTS,
                  sink)
              .await();
      System.err.println(
          "TOOK " + (System.nanoTime() - t) / 1000000 + " " + outcome + sink.stderr());
      assertThat(sink.stdout()).as(outcome + sink.stderr()).isEqualTo("ok\n");
      assertThat(new String(sandbox.workspace().read(WorkspacePath.parse("out.txt"))))
          .isEqualTo("hellohello");
    }
  }
}
