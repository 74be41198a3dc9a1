package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
  private static final int KILL = 9;

  /** Users that nobody else has at the same time: all that is theirs is killed. */
  private static final int USER = 20_000 + 2 * (int) (ProcessHandle.current().pid() % 15_000);

  private static final Identity FIRST = new Identity(USER, USER);
  private static final Identity SECOND = new Identity(USER + 1, USER + 1);

  private Programs programs;

  @BeforeEach
  void open() throws IOException {
    programs = new Programs();
  }

  @AfterEach
  void close() {
    programs.close();
  }

  @Test
  void allDescendantsAreFoundAndKilled() throws IOException {
    try (Pipe pipe = programs.pipes.open()) {
      ChildProcess child =
          programs.spawner.start(
              Programs.script(
                  "(sleep 1000 & sleep 1000 & echo; wait) & sleep 1000 & echo; wait",
                  Map.of(1, pipe.writer())));
      pipe.writer().close();
      awaitLines(pipe.reader(), 2);
      ProcessTree tree = new ProcessTree(ProcessEntry.of(child.pid()).orElseThrow());
      assertThat(tree.living()).hasSize(5);
      assertThat(tree.killAll()).isEqualTo(5);
      assertThat(child.exit().join()).isEqualTo(new ExitStatus.Signalled(KILL));
      // Its end comes when the last of them has closed its output.
      assertThat(Descriptors.text(pipe.reader())).isEmpty();
      assertThat(tree.living()).isEmpty();
      assertThat(tree.killAll()).isZero();
    }
  }

  @Test
  void noChildIsBornWhileATreeIsKilled() throws IOException {
    try (Pipe pipe = programs.pipes.open()) {
      ChildProcess child =
          programs.spawner.start(
              Programs.script("echo; while :; do sleep 1000 & done", Map.of(1, pipe.writer())));
      pipe.writer().close();
      awaitLines(pipe.reader(), 1);
      new ProcessTree(ProcessEntry.of(child.pid()).orElseThrow()).killAll();
      assertThat(Descriptors.text(pipe.reader())).isEmpty();
    }
  }

  @Test
  void anotherProcessOfTheSameNumberIsSpared() throws IOException {
    try (Pipe in = programs.pipes.open()) {
      ChildProcess child =
          programs.spawner.start(Programs.script("read end", Map.of(0, in.reader())));
      ProcessEntry now = ProcessEntry.of(child.pid()).orElseThrow();
      ProcessEntry before =
          new ProcessEntry(now.pid(), now.parent(), now.startTime() - 1, now.dead());
      before.signal(KILL);
      assertThat(new ProcessTree(before).living()).isEmpty();
      in.writer().write(new byte[] {'\n'});
      assertThat(child.exit().join()).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  @Test
  void aNameMayBeMadeToConfuse() {
    String stat = "7 (a) Z 1 (b) S 3" + " 0".repeat(17) + " 42 0";
    assertThat(ProcessEntry.parse(7, stat)).isEqualTo(new ProcessEntry(7, 3, 42, false));
  }

  /** Daemons that left their session and their parent behind, too. */
  @Test
  void aUsersProcessesAreKilledAndNoOthers() throws IOException {
    if (ThreadIdentity.ownUser() != 0) {
      assertThatThrownBy(() -> new UserProcesses(FIRST).kill())
          .hasMessage("the processes of user " + USER + " were not killed")
          .hasRootCauseMessage("setgroups: EPERM");
      return;
    }
    try (Pipe pipe = programs.pipes.open();
        Pipe in = programs.pipes.open()) {
      String daemons =
          "for i in 1 2 3; do setsid sh -c 'sleep 1000 & sleep 1000' & done; echo; exit";
      ChildProcess parent =
          programs.spawner.start(
              Programs.script(daemons, Map.of(1, pipe.writer())),
              ThreadPlace.SAME,
              Optional.of(FIRST));
      ChildProcess other =
          programs.spawner.start(
              Programs.script("read end", Map.of(0, in.reader())),
              ThreadPlace.SAME,
              Optional.of(SECOND));
      pipe.writer().close();
      awaitLines(pipe.reader(), 1);
      parent.exit().join();
      new UserProcesses(FIRST).kill();
      assertThat(Descriptors.text(pipe.reader())).isEmpty();
      new UserProcesses(FIRST).kill();
      in.writer().write(new byte[] {'\n'});
      assertThat(other.exit().join()).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  @Test
  void theSuperusersProcessesCanNotBeMeant() {
    for (int id : List.of(0, -1)) {
      assertThatThrownBy(() -> new Identity(id, 1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void awaitLines(Descriptor reader, int lines) throws IOException {
    for (int i = 0; i < lines; i++) {
      assertThat(reader.read(new byte[1])).isEqualTo(1);
    }
  }
}
