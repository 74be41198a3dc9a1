package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeccompFilterTest {
  private static final SeccompFilter FILTER = SeccompFilter.refusing();

  @TempDir Path directory;

  /** Arguments that make no sense: without the filter the answer would be another, even to root. */
  @Test
  void whatNoGuestNeedsIsForbidden() throws Exception {
    Set<SystemCall> forbidden = EnumSet.range(SystemCall.MOUNT, SystemCall.LANDLOCK_RESTRICT_SELF);
    assertThat(attempts(FILTER, forbidden)).containsOnly("EPERM");
    assertThat(forbidden.stream().map(call -> call.name().toLowerCase(Locale.ROOT)))
        .contains("mount", "unshare", "setns", "ptrace", "keyctl", "bpf", "userfaultfd")
        .contains("process_vm_readv", "open_by_handle_at", "personality", "pivot_root");
  }

  @Test
  void whatRuntimesCanDoWithoutIsAbsent() throws Exception {
    Set<SystemCall> absent = EnumSet.range(SystemCall.CLONE3, SystemCall.IO_URING_REGISTER);
    assertThat(attempts(FILTER, absent)).containsOnly("ENOSYS");
  }

  @Test
  void callsThatNobodyHasJudgedAreAbsent() throws Exception {
    assertThat(
            filtered(
                """
                for number in (%d + 1, 1000, 0x40000000 + 39, -1):
                    attempt(call, number)
                """
                    .formatted(SystemCall.NEWEST)))
        .containsExactly("ENOSYS", "ENOSYS", "ENOSYS", "ENOSYS");
  }

  @Test
  void anotherArchitecturesCallsKill() throws Exception {
    // mov $20, %eax; int $0x80; ret: getpid as a 32 bit program would ask. Other machines have no
    // second entry to the kernel from the same program.
    String script =
        """
        import mmap
        code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        code.write(bytes([0xb8, 20, 0, 0, 0, 0xcd, 0x80, 0xc3]))
        print('before', flush=True)
        ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
        print('after')
        """;
    if (Architecture.current() == Architecture.X86_64) {
      assertThat(ConfinedProgram.python(FILTER::apply, directory, script))
          .isEqualTo(new ConfinedProgram(128 + 31, "before"));
    }
  }

  @Test
  void namespacesAreNotMadeByCloning() throws Exception {
    assertThat(
            filtered(
                """
                for namespace in (0x20000, 0x2000000, 0x4000000, 0x8000000,
                                  0x10000000, 0x20000000, 0x40000000):
                    attempt(call, %d, namespace | 17, 0, 0, 0, 0)
                """
                    .formatted(number(SystemCall.CLONE))))
        .hasSize(7)
        .containsOnly("EPERM");
  }

  @Test
  void terminalsAreNotTypedInto() throws Exception {
    assertThat(
            filtered(
                """
                import fcntl, pty, termios
                master, terminal = pty.openpty()
                attempt(fcntl.ioctl, terminal, termios.TIOCSTI, b'x')
                attempt(call, %d, terminal, 0x100005412, b'x')
                attempt(fcntl.ioctl, terminal, 0x541c, b'x')
                attempt(termios.tcgetattr, terminal)
                """
                    .formatted(number(SystemCall.IOCTL))))
        .containsExactly("EPERM", "EPERM", "EPERM", "allowed");
  }

  @Test
  void socketsAreOfTheUsualKinds() throws Exception {
    List<String> answers =
        filtered(
            """
            usual = [socket.AF_UNIX, socket.AF_INET, socket.AF_INET6]
            for family in range(64):
                if family not in usual:
                    attempt(call, %1$d, family, 2, 0)
            for family in usual:
                attempt(socket.socket, family, socket.SOCK_STREAM)
                attempt(socket.socket, family, socket.SOCK_DGRAM)
            """
                .formatted(number(SystemCall.SOCKET)));
    assertThat(answers.subList(0, 61)).containsOnly("EAFNOSUPPORT");
    assertThat(answers.subList(61, answers.size())).hasSize(6).containsOnly("allowed");
  }

  /** Which Landlock takes for something else than TCP, or does not look at. */
  @Test
  void tcpHasOneWayOut() throws Exception {
    try (ServerSocket service = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      assertThat(
              filtered(
                  """
                  service = ('%s', %d)
                  attempt(socket.socket, socket.AF_INET, socket.SOCK_STREAM, 262)
                  attempt(socket.socket, socket.AF_INET6, socket.SOCK_STREAM, 256)
                  attempt(socket.socket, socket.AF_INET, socket.SOCK_STREAM, 132)
                  s = socket.socket()
                  attempt(s.sendto, b'x', 0x20000000, service)
                  attempt(s.sendmsg, [b'x'], [], 0x20000000, service)
                  attempt(call, %d, s.fileno(), None, 0, 0x20000000)
                  attempt(s.connect, service)
                  attempt(s.send, b'x')
                  """
                      .formatted(
                          service.getInetAddress().getHostAddress(),
                          service.getLocalPort(),
                          number(SystemCall.SENDMMSG))))
          .containsExactly(
              "EPROTONOSUPPORT",
              "EPROTONOSUPPORT",
              "EPROTONOSUPPORT",
              "EPERM",
              "EPERM",
              "EPERM",
              "allowed",
              "allowed");
    }
  }

  @Test
  void allSocketsCanBeRefused() throws Exception {
    assertThat(
            ConfinedProgram.python(
                    SeccompFilter.refusing(Refusal.SOCKETS)::apply,
                    directory,
                    """
                    attempt(socket.socket, socket.AF_INET)
                    attempt(socket.socket, socket.AF_UNIX)
                    attempt(socket.socketpair, socket.AF_UNIX, socket.SOCK_DGRAM)
                    attempt(socket.socketpair, socket.AF_UNIX, socket.SOCK_STREAM)
                    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                    attempt(one.connect, 'elsewhere')
                    attempt(one.bind, 'here')
                    """)
                .lines())
        .containsExactly("EACCES", "EACCES", "EACCES", "allowed", "EACCES", "EACCES");
  }

  @Test
  void newSessionsCanBeRefused() throws Exception {
    String script =
        """
        if os.fork() == 0:
            attempt(os.setsid)
            os._exit(0)
        os.wait()
        if os.fork() == 0:
            attempt(os.setpgid, 0, 0)
            os._exit(0)
        os.wait()
        """;
    assertThat(filtered(script)).containsExactly("allowed", "allowed");
    assertThat(refusing(Refusal.SESSIONS, script)).containsExactly("EPERM", "EPERM");
  }

  @Test
  void nobodyHasASecondSession() throws Exception {
    String script =
        """
        if os.fork() == 0:
            attempt(os.setsid)
            if os.fork() == 0:
                attempt(os.setsid)
                attempt(os.setpgid, 0, 0)
                os._exit(0)
            os.wait()
            os._exit(0)
        os.wait()
        """;
    assertThat(refusing(Refusal.MORE_SESSIONS, script))
        .containsExactly("allowed", "ENOSYS", "EPERM");
  }

  @Test
  void ipcOfTheWholeUserCanBeRefused() throws Exception {
    String script =
        "attempt(call, %d, 0, 4096, 0o1600)\n".formatted(number(SystemCall.SHMGET))
            + "attempt(call, %d, 0, 1, 0o1600)\n".formatted(number(SystemCall.SEMGET))
            + "attempt(call, %d, -1, 0o2, 0)\n".formatted(number(SystemCall.MQ_OPEN));
    assertThat(refusing(Refusal.SHARED_IPC, script)).containsExactly("ENOSYS", "ENOSYS", "ENOSYS");
    assertThat(attempts(SeccompFilter.refusing(Refusal.SHARED_IPC), ipc())).containsOnly("ENOSYS");
    assertThat(attempts(FILTER, ipc())).doesNotContain("ENOSYS");
  }

  @Test
  void otherProcessesLimitsCanBeRefused() throws Exception {
    Process canary = new ProcessBuilder("/bin/cat").start();
    try {
      String script =
          """
          import resource
          def own(process):
              attempt(resource.prlimit, process, resource.RLIMIT_CORE, (0, 0))
              attempt(os.setpriority, os.PRIO_PROCESS, process, 19)
              attempt(os.sched_setaffinity, process, os.sched_getaffinity(0))
              attempt(os.sched_setscheduler, process, os.SCHED_BATCH, os.sched_param(0))
              attempt(call, %2$d, 1, process, 3 << 13)
          own(%1$d)
          own(0)
          attempt(os.setpriority, os.PRIO_USER, 0, 19)
          """
              .formatted(canary.pid(), number(SystemCall.IOPRIO_SET));
      assertThat(refusing(Refusal.OTHER_PROCESSES, script))
          .containsExactly(
              "EPERM", "EPERM", "EPERM", "EPERM", "EPERM", "allowed", "allowed", "allowed",
              "allowed", "allowed", "EPERM");
      assertThat(filtered(script.lines().limit(8).collect(Collectors.joining("\n"))))
          .hasSize(5)
          .containsOnly("allowed");
    } finally {
      canary.destroyForcibly().waitFor();
    }
  }

  /** The bytes are loaded by the program itself, as bwrap does it before it starts another. */
  @Test
  void otherProgramsCanBeRefused() throws Exception {
    byte[] filter = SeccompFilter.refusing(Refusal.PROGRAMS).bytes();
    Files.write(directory.resolve("filter"), filter);
    assertThat(
            ConfinedProgram.python(
                    () -> {},
                    directory,
                    """
                    import struct
                    bytes = open('filter', 'rb').read()
                    filter = ctypes.create_string_buffer(bytes, len(bytes))
                    head = struct.pack('HxxxxxxQ', len(bytes) // 8, ctypes.addressof(filter))
                    attempt(call, %1$d, 38, 1, 0, 0, 0)
                    attempt(call, %1$d, 22, 2, ctypes.create_string_buffer(head))
                    attempt(os.execv, '/bin/true', ['true'])
                    attempt(call, %2$d, -1, -1, 0, 0, 0)
                    attempt(call, %3$d, -1)
                    """
                        .formatted(
                            number(SystemCall.PRCTL),
                            number(SystemCall.EXECVEAT),
                            number(SystemCall.UNSHARE)))
                .lines())
        .containsExactly("allowed", "allowed", "EPERM", "EPERM", "EPERM");
  }

  @Test
  void aWholeJavaMachineCanTakeIt() throws Exception {
    ConfinedProgram ended = JavaProgram.run(directory, FilteredMachine.class);
    assertThat(ended)
        .isEqualTo(new ConfinedProgram(0, "older thread: EPERM\nnewer thread: EPERM\nworks: 10"));
  }

  @Test
  void eachArchitectureHasItsProgram() {
    Set<Refusal> everything = EnumSet.allOf(Refusal.class);
    byte[] x86 = new SeccompFilter(everything).bytes(Architecture.X86_64);
    byte[] arm = new SeccompFilter(everything).bytes(Architecture.AARCH64);
    assertThat(x86).isNotEqualTo(arm);
    assertThat(x86.length / 8).isLessThan(4096);
    // The architecture's name is the operand of the second instruction, compared with first.
    assertThat(ByteBuffer.wrap(arm).order(ByteOrder.LITTLE_ENDIAN).getInt(12))
        .isEqualTo(0xC00000B7);
  }

  private static Set<SystemCall> ipc() {
    return EnumSet.range(SystemCall.SHMGET, SystemCall.MQ_UNLINK);
  }

  /** The different answers to the calls. */
  private Set<String> attempts(SeccompFilter filter, Set<SystemCall> calls) throws Exception {
    String numbers =
        calls.stream()
            .flatMap(call -> call.number(current()).stream().boxed())
            .map(String::valueOf)
            .collect(Collectors.joining(", ", "(", ",)"));
    String script =
        "for number in %s: attempt(call, number, -1, -1, -1, -1, -1, -1)".formatted(numbers);
    List<String> answers = ConfinedProgram.python(filter::apply, directory, script).lines();
    assertThat(answers).hasSize((int) numbers.chars().filter(c -> c == ',').count());
    return new TreeSet<>(answers);
  }

  private List<String> filtered(String script) throws Exception {
    return ConfinedProgram.python(FILTER::apply, directory, script).lines();
  }

  private List<String> refusing(Refusal refusal, String script) throws Exception {
    return ConfinedProgram.python(SeccompFilter.refusing(refusal)::apply, directory, script)
        .lines();
  }

  private static int number(SystemCall call) {
    return call.on(current());
  }

  private static Architecture current() {
    return Architecture.named(System.getProperty("os.arch")).orElseThrow();
  }
}
