package dev.codebeaker.runtime.process.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.Execution;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.contract.TestLimits;
import dev.codebeaker.workspace.FileEntry;
import dev.codebeaker.workspace.WorkspacePath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What becomes of files, containers and volumes on an engine elsewhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RemoteContainersTest {
  private static final Language PYTHON = new Language("python");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private RemoteRig remote;
  private ExecutionRuntime docker;

  @BeforeAll
  void open() {
    remote = new RemoteRig("codebeaker/python", "codebeaker/c");
    docker = remote.runtime("docker");
  }

  @AfterAll
  void close() {
    if (remote != null) {
      remote.close();
    }
  }

  private Sandbox sandbox(String id) {
    return docker.open(new SandboxSpec(id, PYTHON, Optional.empty(), TestLimits.DEFAULTS));
  }

  private static Outcome run(Sandbox sandbox, String code, Limits limits, RecordingSink sink)
      throws InterruptedException {
    return sandbox.start(RunCode.program(PYTHON, code), limits, sink).await();
  }

  private static void assertRuns(Sandbox sandbox, String code, String said)
      throws InterruptedException {
    RecordingSink sink = new RecordingSink();
    Outcome outcome = run(sandbox, code, TestLimits.DEFAULTS, sink);
    assertThat(sink.stdout()).as(outcome + sink.stderr()).isEqualTo(said);
  }

  private static WorkspacePath path(String text) {
    return WorkspacePath.parse(text);
  }

  private static String read(Sandbox sandbox, String path) {
    return new String(sandbox.workspace().read(path(path)), UTF_8);
  }

  private List<String> left() throws Exception {
    return remote.rig().leftovers();
  }

  @Test
  void itIsToldWhereTheEngineIs() {
    assertThat(docker.details().get("engine")).startsWith("elsewhere");
  }

  @Test
  void filesGoThereAndComeBack() throws Exception {
    try (Sandbox sandbox = sandbox("files")) {
      String longName = "deep/" + "long".repeat(30) + "/a b.txt";
      sandbox.workspace().write(path(longName), "hello".getBytes(UTF_8));
      assertRuns(
          sandbox,
          """
          import os
          text = open('%s').read()
          open('out.txt', 'w').write(text * 2)
          os.makedirs('made/in'); open('made/in/it', 'w').write('x' * 200000)
          os.link('out.txt', 'same.txt')
          print(text)
          """
              .formatted(longName),
          "hello\n");
      assertThat(read(sandbox, "out.txt")).isEqualTo("hellohello");
      assertThat(read(sandbox, "same.txt")).isEqualTo("hellohello");
      assertThat(read(sandbox, "made/in/it")).hasSize(200_000);
    }
  }

  @Test
  void whatIsChangedOnEitherSideIsChangedOnTheOther() throws Exception {
    try (Sandbox sandbox = sandbox("changes")) {
      sandbox.workspace().write(path("kept"), "1".getBytes(UTF_8));
      sandbox.workspace().write(path("tree/gone"), "1".getBytes(UTF_8));
      assertRuns(sandbox, "import os; os.remove('kept'); print(os.listdir('tree'))", "['gone']\n");
      assertThat(sandbox.workspace().find(path("kept"))).isEmpty();
      sandbox.workspace().delete(path("tree"), true);
      sandbox.workspace().write(path("new"), "2".getBytes(UTF_8));
      assertRuns(
          sandbox,
          "import os; print(sorted(it for it in os.listdir() if it != 'main.py'))",
          "['new']\n");
    }
  }

  @Test
  void aLinkThatLeadsOutLeadsNowhereHere() throws Exception {
    try (Sandbox sandbox = sandbox("links")) {
      assertRuns(
          sandbox,
          "import os; os.symlink('/etc', 'out'); os.symlink('/etc/passwd', 'file'); print('ok')",
          "ok\n");
      assertThat(sandbox.workspace().find(path("out")))
          .hasValueSatisfying(it -> assertThat(it.kind()).isEqualTo(FileEntry.Kind.LINK));
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> sandbox.workspace().read(path("file")))
          .hasMessageContaining("link");
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> sandbox.workspace().read(path("out/passwd")))
          .hasMessageContaining("link");
    }
  }

  @Test
  void whatAProgramWroteThatHadToBeEndedIsThere() throws Exception {
    try (Sandbox sandbox = sandbox("rescue")) {
      Limits brief = TestLimits.DEFAULTS.with(Map.of(Limit.WALL, 3_000L));
      Outcome outcome =
          run(
              sandbox,
              "open('half', 'w').write('done'); import time; time.sleep(100)",
              brief,
              new RecordingSink());
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.LimitExceeded.class, it -> assertThat(it.limit()).isEqualTo(Limit.WALL));
      assertThat(read(sandbox, "half")).isEqualTo("done");
      assertRuns(sandbox, "print(open('half').read())", "done\n");
    }
  }

  @Test
  void aFileThatOnlySaysItIsLargeIsBeyondTheLimit() throws Exception {
    try (Sandbox sandbox = sandbox("sparse")) {
      String code = "for i in range(9): open(f'f{i}', 'w').truncate(9000000)";
      assertThat(run(sandbox, code, TestLimits.DEFAULTS, new RecordingSink()))
          .isInstanceOfSatisfying(
              Outcome.LimitExceeded.class, it -> assertThat(it.limit()).isEqualTo(Limit.WORKSPACE));
    }
  }

  @Test
  void contextsAndProgramsSeeTheSameFiles() throws Exception {
    try (Sandbox sandbox = sandbox("contexts")) {
      RecordingSink sink = new RecordingSink();
      RunCode turn =
          RunCode.turn(
              PYTHON, "open('of-turn', 'w').write('7'); print('t')", new ContextName("main"));
      assertThat(sandbox.start(turn, TestLimits.DEFAULTS, sink).await())
          .isInstanceOf(Outcome.Exited.class);
      assertThat(sink.stdout()).isEqualTo("t\n");
      assertThat(read(sandbox, "of-turn")).isEqualTo("7");
      assertRuns(sandbox, "print(open('of-turn').read()); open('of-turn','w').write('8')", "7\n");
      RecordingSink again = new RecordingSink();
      RunCode next = RunCode.turn(PYTHON, "print(open('of-turn').read())", new ContextName("main"));
      sandbox.start(next, TestLimits.DEFAULTS, again).await();
      assertThat(again.stdout()).isEqualTo("8\n");
    }
  }

  @Test
  void whatIsCompiledThereRunsThere() throws Exception {
    Language c = new Language("c");
    await().atMost(PATIENCE).until(() -> docker.availability(c) instanceof Availability.Available);
    try (Sandbox sandbox =
        docker.open(new SandboxSpec("compiled", c, Optional.empty(), TestLimits.DEFAULTS))) {
      RecordingSink sink = new RecordingSink();
      RunCode program =
          RunCode.program(c, "#include <stdio.h>\nint main() { puts(\"compiled\"); return 3; }");
      assertThat(sandbox.start(program, TestLimits.DEFAULTS, sink).await())
          .isInstanceOfSatisfying(
              Outcome.Exited.class, it -> assertThat(it.code()).as(sink.stderr()).isEqualTo(3));
      assertThat(sink.stdout()).isEqualTo("compiled\n");
    }
  }

  @Test
  void closingLeavesNothing() throws Exception {
    try (Sandbox sandbox = sandbox("closing")) {
      assertRuns(sandbox, "print(1)", "1\n");
      assertThat(left()).isNotEmpty();
      Execution execution =
          sandbox.start(
              RunCode.program(PYTHON, "while True: pass"),
              TestLimits.DEFAULTS,
              new RecordingSink());
      sandbox.close();
      assertThat(execution.await()).isInstanceOf(Outcome.Cancelled.class);
    }
    assertThat(left()).isEmpty();
  }

  /** Returns when it runs. */
  private static Execution endless(Sandbox sandbox) {
    RecordingSink sink = new RecordingSink();
    Execution execution =
        sandbox.start(
            RunCode.program(PYTHON, "print('up', flush=True)\nwhile True: pass"),
            TestLimits.DEFAULTS,
            sink);
    await().atMost(PATIENCE).until(() -> sink.stdout().contains("up"));
    return execution;
  }

  @Test
  void whatRunsInOneThatIsRemovedFromOutsideEnds() throws Exception {
    try (Sandbox sandbox = sandbox("outside")) {
      Execution execution = endless(sandbox);
      remote.rig().removeAll();
      assertThat(execution.await().label()).isNotEqualTo("exited");
      assertRuns(sandbox, "print(2)", "2\n");
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(left()).isEmpty());
  }

  @Test
  void theDeadAreRemovedWithTheirVolumes() throws Exception {
    try (Sandbox living = sandbox("living")) {
      assertRuns(living, "print(1)", "1\n");
      List<String> before = left();
      String volume = remote.rig().makeForeignVolume("instance-of-nobody");
      remote.rig().reconcile();
      assertThat(remote.rig().hasVolume(volume)).isFalse();
      assertThat(left()).containsAll(before);
    }
  }

  @Test
  void anEngineThatIsLostIsToldAndComesBack() throws Exception {
    try (Sandbox sandbox = sandbox("outage")) {
      Execution execution = endless(sandbox);
      remote.engine().stop();
      assertThat(execution.await().label()).isNotEqualTo("exited");
      await()
          .atMost(PATIENCE)
          .until(() -> docker.availability(PYTHON) instanceof Availability.Unavailable);
      remote.engine().start();
      await()
          .atMost(PATIENCE)
          .until(() -> docker.availability(PYTHON) instanceof Availability.Available);
      assertRuns(sandbox, "print(3)", "3\n");
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(left()).isEmpty());
  }
}
