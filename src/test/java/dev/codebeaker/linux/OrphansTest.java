package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a machine whose first process may never wait for them. */
class OrphansTest {
  private static final Identity SOMEBODY = new Identity(54_003, 54_003);

  private Programs programs;

  private static boolean isSomebodys(long pid) {
    try {
      return Files.getAttribute(Path.of("/proc/" + pid), "unix:uid").equals(SOMEBODY.user());
    } catch (IOException gone) {
      return false;
    }
  }

  @BeforeEach
  void open() throws IOException {
    programs = new Programs();
    Orphans.takeIn();
  }

  @AfterEach
  void close() {
    programs.close();
  }

  private String output(String text) throws IOException {
    return programs
        .output(
            text,
            program -> programs.spawner.start(program, ThreadPlace.SAME, Optional.of(SOMEBODY)))
        .strip();
  }

  private static String stat(Path process) throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    return stat.substring(stat.lastIndexOf(')') + 2);
  }

  @Test
  void whatLeftItsGroupIsWaitedForWhenItHasEnded() throws IOException {
    assumeTrue(ThreadIdentity.ownUser() == 0, "only the superuser starts programs as others");
    String pid =
        output("{ setsid sh -c 'echo $$; exec sleep 1000 >/dev/null' & } | { read n; echo $n; }");
    Path orphan = Path.of("/proc", pid);
    assertThat(stat(orphan).split(" ")[1]).isEqualTo("" + ProcessHandle.current().pid());

    Orphans.await(OrphansTest::isSomebodys);
    assertThat(orphan).as("it still runs").exists();

    new UserProcesses(SOMEBODY).kill();
    Patience.until("its end", () -> stat(orphan).startsWith("Z"));
    Orphans.await(OrphansTest::isSomebodys);
    assertThat(orphan).doesNotExist();
  }

  @Test
  void aChildThatSomebodyWaitsForIsLeftToHim() throws IOException {
    assumeTrue(ThreadIdentity.ownUser() == 0, "only the superuser starts programs as others");
    for (int i = 0; i < 30; i++) {
      ProgramStart program = Programs.script("exit 7", Map.of());
      ChildProcess child = programs.spawner.startConfined(program, () -> {}, SOMEBODY);
      while (!child.exit().isDone()) {
        Orphans.await(OrphansTest::isSomebodys);
      }
      assertThat(child.exit().join()).isEqualTo(new ExitStatus.Exited(7));
    }
  }
}
