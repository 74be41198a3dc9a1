package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs that run as another user, and those whose thread confined itself. */
class SpawnerIdentityTest {
  private static final Identity SOMEBODY = new Identity(54_001, 54_002);
  private static final String IDENTITY = "grep -E '^(Uid|Gid|Groups|CapEff)' /proc/self/status";

  private static final String NO_FILES = "start /bin/sh: EACCES";

  /** What restricting oneself answers on a kernel that made no ruleset. */
  private static final String NO_LANDLOCK = "landlock: ENOSYS";

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
    assertThat(
            programs.output(
                IDENTITY,
                program ->
                    programs.spawner.start(program, ThreadPlace.SAME, Optional.of(SOMEBODY))))
        .isEqualTo(
            "Uid:\t54001\t54001\t54001\t54001\nGid:\t54002\t54002\t54002\t54002\n"
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
        () ->
            programs.output(
                "id -u",
                program ->
                    programs.spawner.start(program, ThreadPlace.SAME, Optional.of(SOMEBODY)));
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 40)
              .mapToObj(i -> callers.submit(i % 2 == 0 ? own : anothers))
              .toList();
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(i % 2 == 0 ? before : "54001\n");
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
    assertThat(output).isEqualTo("54001\nNoNewPrivs:\t1\n");
  }

  /** It would be within the confinement, and so within reach of the program. */
  @Test
  void theThreadThatConfinedItselfIsGoneWhenTheProgramRuns() throws Exception {
    AtomicInteger thread = new AtomicInteger();
    try (Pipe in = programs.pipes.open()) {
      ChildProcess child =
          programs.spawner.startConfined(
              Programs.script("read end", Map.of(0, in.reader())),
              () -> thread.set(kernelsNumber()));
      assertThat(Path.of("/proc/self/task", thread.toString())).doesNotExist();
      in.writer().write(new byte[] {'\n'});
      assertThat(child.exit().join()).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  /** A thread is born with what its maker did to itself. */
  @Test
  void noThreadOfTheServiceIsEverConfined() throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        callers.submit(
            () ->
                programs
                    .spawner
                    .startConfined(
                        Programs.script("exit 0", Map.of()),
                        SpawnerIdentityTest::forbidNewPrivileges)
                    .exit()
                    .join());
      }
    }
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        assertThat(thread.resolve("status")).content().contains("NoNewPrivs:\t0");
      }
    }
  }

  /** The strictest confinement: not even a class could be loaded, where classes are files. */
  @Test
  void aThreadThatMayOpenNoFileCanStillSayWhy() throws IOException {
    ProgramStart program = Programs.script("exit 0", Map.of());
    try (NoFiles nothing = new NoFiles()) {
      assertThatThrownBy(() -> programs.spawner.startConfined(program, nothing::forbid, SOMEBODY))
          .isInstanceOf(LinuxFailure.class)
          .message()
          .isIn(NO_FILES, NO_LANDLOCK, "setgroups: EPERM");
      assertThatThrownBy(() -> programs.spawner.startConfined(program, nothing::forbid))
          .isInstanceOf(LinuxFailure.class)
          .message()
          .isIn(NO_FILES, NO_LANDLOCK);
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
    assertThatThrownBy(
            () ->
                programs.spawner.start(
                    Programs.script("exit 0", Map.of()), ThreadPlace.SAME, Optional.of(SOMEBODY)))
        .isInstanceOf(LinuxFailure.class)
        .hasMessage("setgroups: EPERM");
    assertThat(programs.output("echo on")).isEqualTo("on\n");
    return true;
  }

  private static int kernelsNumber() throws IOException {
    return Integer.parseInt(Path.of("/proc/thread-self").toRealPath().getFileName().toString());
  }

  /** prctl(PR_SET_NO_NEW_PRIVS), which concerns the calling thread alone. */
  private static void forbidNewPrivileges() throws LinuxFailure {
    long prctl = System.getProperty("os.arch").equals("aarch64") ? 167 : 157;
    try (CallFrame frame = new CallFrame()) {
      frame.checked((int) ProcessCalls.syscall(frame.errno(), prctl, 38, 1, 0, 0, 0, 0), "prctl");
    }
  }

  /** A Landlock ruleset without a rule. */
  private static final class NoFiles implements AutoCloseable {
    private static final long CREATE_RULESET = 444;
    private static final long RESTRICT_SELF = 446;
    private static final long EVERYTHING_OF_THE_FIRST_VERSION = (1L << 13) - 1;

    private final int rules;

    NoFiles() {
      try (CallFrame frame = new CallFrame()) {
        MemorySegment handled = frame.bytes(Long.BYTES);
        handled.set(ValueLayout.JAVA_LONG, 0, EVERYTHING_OF_THE_FIRST_VERSION);
        rules =
            (int)
                ProcessCalls.syscall(
                    frame.errno(), CREATE_RULESET, handled.address(), Long.BYTES, 0, 0, 0, 0);
      }
    }

    void forbid() throws LinuxFailure {
      forbidNewPrivileges();
      try (CallFrame frame = new CallFrame()) {
        long answer = ProcessCalls.syscall(frame.errno(), RESTRICT_SELF, rules, 0, 0, 0, 0, 0);
        frame.checked((int) answer, "landlock");
      }
    }

    @Override
    public void close() {
      try (CallFrame frame = new CallFrame()) {
        FileCalls.close(frame.errno(), rules);
      }
    }
  }
}
