package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs that run as another user, and those whose thread confined itself. */
class SpawnerIdentityTest {
  private static final Identity SOMEBODY = new Identity(61_001, 61_002);
  private static final String IDENTITY = "grep -E '^(Uid|Gid|Groups|CapEff)' /proc/self/status";

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
  void aProgramIsThatUserForGood() throws IOException {
    if (mayNotBecomeAnother()) {
      return;
    }
    assertThat(programs.output(IDENTITY, program -> programs.spawner.start(program, SOMEBODY)))
        .isEqualTo(
            "Uid:\t61001\t61001\t61001\t61001\nGid:\t61002\t61002\t61002\t61002\n"
                + "Groups:\t \nCapEff:\t0000000000000000\n");
  }

  @Test
  void theServiceStaysWhoItWas() throws Exception {
    if (mayNotBecomeAnother()) {
      return;
    }
    String before = programs.output(IDENTITY);
    Callable<String> own = () -> programs.output(IDENTITY);
    Callable<String> anothers =
        () -> programs.output("id -u", program -> programs.spawner.start(program, SOMEBODY));
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 40)
              .mapToObj(i -> callers.submit(i % 2 == 0 ? own : anothers))
              .toList();
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(i % 2 == 0 ? before : "61001\n");
      }
    }
  }

  @Test
  void aProgramInheritsWhatItsThreadDidToItself() throws IOException {
    String asked = "grep NoNewPrivs /proc/self/status";
    assertThat(
            programs.output(
                asked,
                program ->
                    programs.spawner.startConfined(
                        program, SpawnerIdentityTest::forbidNewPrivileges)))
        .isEqualTo("NoNewPrivs:\t1\n");
    assertThat(programs.output(asked)).isEqualTo("NoNewPrivs:\t0\n");
  }

  @Test
  void confinementAndUserGoTogether() throws IOException {
    if (mayNotBecomeAnother()) {
      return;
    }
    String output =
        programs.output(
            "id -u; grep NoNewPrivs /proc/self/status",
            program ->
                programs.spawner.startConfined(
                    program, SpawnerIdentityTest::forbidNewPrivileges, SOMEBODY));
    assertThat(output).isEqualTo("61001\nNoNewPrivs:\t1\n");
  }

  @Test
  void itsThreadStaysAsLongAsTheProgram() throws Exception {
    try (Pipe in = programs.pipes.open()) {
      ChildProcess child =
          programs.spawner.startConfined(
              Programs.script("read end", Map.of(0, in.reader())), () -> {});
      in.reader().close();
      Thread warden = warden();
      assertThat(warden.isAlive()).isTrue();
      in.writer().write(new byte[] {'\n'});
      child.exit().join();
      warden.join();
    }
  }

  @Test
  void aConfinementThatFailsStartsNothing() {
    ThreadConfinement impossible =
        () -> {
          throw new IOException("not on this kernel");
        };
    assertThatThrownBy(
            () -> programs.spawner.startConfined(Programs.script("exit 0", Map.of()), impossible))
        .isInstanceOf(IOException.class)
        .hasMessage("not on this kernel");
  }

  /** A service without the right is told so, and goes on. */
  private boolean mayNotBecomeAnother() throws IOException {
    if (ThreadIdentity.ownUser() == 0) {
      return false;
    }
    assertThatThrownBy(() -> programs.spawner.start(Programs.script("exit 0", Map.of()), SOMEBODY))
        .isInstanceOf(LinuxFailure.class)
        .hasMessage("setgroups: EPERM");
    assertThat(programs.output("echo on")).isEqualTo("on\n");
    return true;
  }

  private static Thread warden() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("warden"))
        .findAny()
        .orElseThrow();
  }

  /** prctl(PR_SET_NO_NEW_PRIVS), which concerns the calling thread alone. */
  private static void forbidNewPrivileges() throws LinuxFailure {
    long prctl = System.getProperty("os.arch").equals("aarch64") ? 167 : 157;
    try (CallFrame frame = new CallFrame()) {
      frame.checked((int) ProcessCalls.syscall(frame.errno(), prctl, 38, 1, 0, 0, 0, 0), "prctl");
    }
  }
}
