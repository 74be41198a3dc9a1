package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandlockTest {
  @TempDir Path workspace;
  @TempDir Path outside;

  @Test
  void thisKernelHasIt() throws LinuxFailure {
    assertThat(Landlock.abi()).isPositive();
  }

  @Test
  void filesOutsideAreRefused() throws Exception {
    Path secret = Files.writeString(outside.resolve("secret"), "canary");
    assertThat(
            inWorkspace(
                """
                attempt(open, '%1$s/secret')
                attempt(open, '/etc/passwd')
                attempt(os.listdir, '%1$s')
                attempt(os.listdir, '/')
                attempt(open, '%1$s/new', 'w')
                attempt(os.unlink, '%1$s/secret')
                attempt(os.truncate, '%1$s/secret', 0)
                attempt(os.link, '%1$s/secret', 'mine')
                os.symlink('%1$s/secret', 'way')
                attempt(open, 'way')
                """
                    .formatted(outside)))
        .containsExactly(
            "EACCES", "EACCES", "EACCES", "EACCES", "EACCES", "EACCES", "EACCES", "EXDEV",
            "EACCES");
    assertThat(secret).hasContent("canary");
  }

  @Test
  void theWorkspaceIsAnOrdinaryPlace() throws Exception {
    assertThat(
            inWorkspace(
                """
                os.mkdir('a'); os.mkdir('b')
                open('a/file', 'w').write('some text')
                os.rename('a/file', 'b/file')
                os.truncate('b/file', 4)
                os.link('b/file', 'b/same')
                os.symlink('file', 'b/link')
                os.mkfifo('pipe')
                socket.socket(socket.AF_UNIX).bind('socket')
                print(open('b/link').read(), sorted(os.listdir('b')))
                os.unlink('b/same'); os.unlink('b/link'); os.rmdir('a')
                print(sorted(os.listdir('.')))
                """))
        .containsExactly("some ['file', 'link', 'same']", "['b', 'pipe', 'socket']");
  }

  @Test
  void devicesAreNotMade() throws Exception {
    assertThat(
            inWorkspace(
                """
                import stat
                attempt(os.mknod, 'disk', 0o600 | stat.S_IFBLK, os.makedev(254, 0))
                attempt(os.mknod, 'memory', 0o600 | stat.S_IFCHR, os.makedev(1, 1))
                """))
        .containsOnly(ConfinedProgram.superuser() ? "EACCES" : "EPERM");
  }

  @Test
  void whatIsReadableIsNotWritable() throws Exception {
    Files.writeString(outside.resolve("library"), "text");
    Landlock landlock = programs().readable(outside);
    assertThat(
            ConfinedProgram.python(
                    landlock::apply,
                    workspace,
                    """
                    print(open('%1$s/library').read(), os.listdir('%1$s'))
                    attempt(open, '%1$s/library', 'a')
                    attempt(open, '%1$s/new', 'w')
                    """
                        .formatted(outside))
                .lines())
        .containsExactly("text ['library']", "EACCES", "EACCES");
  }

  @Test
  void oneFileOfADirectoryCanBeAllowed() throws Exception {
    Path one = Files.writeString(outside.resolve("one"), "1");
    Files.writeString(outside.resolve("other"), "2");
    Landlock landlock = programs().readable(one, outside.resolve("absent"));
    assertThat(
            ConfinedProgram.python(
                    landlock::apply,
                    workspace,
                    "attempt(open, '%1$s/one'); attempt(open, '%1$s/other')".formatted(outside))
                .lines())
        .containsExactly("allowed", "EACCES");
  }

  @Test
  void whatIsWritableRunsOnlyIfThatIsAllowedToo() throws Exception {
    Path program = workspace.resolve("program");
    Files.copy(Path.of("/bin/true"), program, StandardCopyOption.COPY_ATTRIBUTES);
    String script = "attempt(os.execv, '%1$s', ['%1$s'])".formatted(program);
    assertThat(inWorkspace(script)).containsExactly("EACCES");
    Landlock executable = programs().executable(workspace);
    assertThat(ConfinedProgram.python(executable::apply, workspace, script))
        .isEqualTo(new ConfinedProgram(0, ""));
  }

  @Test
  void devicesAreControlledOnlyIfTheyAreAllowedAsDevices() throws Exception {
    String script =
        """
        import fcntl, termios
        terminal = os.open('/dev/ptmx', os.O_RDWR | os.O_NOCTTY)
        attempt(fcntl.ioctl, terminal, termios.TIOCGWINSZ, bytes(8))
        """;
    Path multiplexer = Path.of("/dev/ptmx");
    Path terminals = Path.of("/dev/pts");
    Landlock device = programs().device(multiplexer, terminals);
    Landlock file = programs().writable(multiplexer, terminals);
    assertThat(ConfinedProgram.python(device::apply, workspace, script).lines())
        .containsExactly("allowed");
    assertThat(ConfinedProgram.python(file::apply, workspace, script).lines())
        .containsExactly(Landlock.abi() >= 5 ? "EACCES" : "allowed");
  }

  @Test
  void tcpIsRefused() throws Exception {
    assertThat(Landlock.abi()).isGreaterThanOrEqualTo(Landlock.ABI_WITH_TCP);
    try (ServerSocket service = listening()) {
      assertThat(inWorkspace(tcp(service))).containsExactly("EACCES", "EACCES");
    }
  }

  @Test
  void abstractSocketsOutsideAreRefused() throws Exception {
    assertThat(Landlock.abi()).isGreaterThanOrEqualTo(Landlock.ABI_WITH_SCOPES);
    String name = "codebeaker-" + ProcessHandle.current().pid();
    Process service =
        ConfinedProgram.start(
            () -> {},
            workspace,
            "/usr/bin/python3",
            "-c",
            """
            import socket, sys
            s = socket.socket(socket.AF_UNIX); s.bind('\\0%s'); s.listen()
            print('listening', flush=True); sys.stdin.read()
            """
                .formatted(name));
    try {
      assertThat(service.inputReader().readLine()).isEqualTo("listening");
      String script = "attempt(socket.socket(socket.AF_UNIX).connect, '\\0%s')".formatted(name);
      assertThat(inWorkspace(script)).containsExactly("EPERM");
      assertThat(ConfinedProgram.python(() -> {}, workspace, script).lines())
          .containsExactly("allowed");
    } finally {
      service.destroyForcibly().waitFor();
    }
  }

  @Test
  void processesOutsideAreNotSignalled() throws Exception {
    Process canary = new ProcessBuilder("/bin/cat").start();
    try {
      assertThat(
              inWorkspace(
                  """
                  for victim in (%d, %d):
                      attempt(os.kill, victim, 0)
                      attempt(os.kill, victim, 9)
                  attempt(os.kill, os.getpid(), 0)
                  """
                      .formatted(canary.pid(), ProcessHandle.current().pid())))
          .containsExactly("EPERM", "EPERM", "EPERM", "EPERM", "allowed");
      assertThat(canary.isAlive()).isTrue();
    } finally {
      canary.destroyForcibly().waitFor();
    }
  }

  @Test
  void anOlderKernelIsAskedForWhatItKnows() throws Exception {
    Landlock landlock = programs().writable(workspace);
    Files.createDirectory(workspace.resolve("other"));
    try (ServerSocket service = listening()) {
      for (int abi = 1; abi <= Landlock.abi(); abi++) {
        int version = abi;
        ConfinedProgram ended =
            ConfinedProgram.python(
                () -> landlock.apply(version),
                workspace,
                """
                attempt(open, '/etc/passwd')
                open('file', 'w')
                attempt(os.rename, 'file', 'other/file')
                attempt(os.kill, %d, 0)
                """
                        .formatted(ProcessHandle.current().pid())
                    + tcp(service));
        assertThat(ended.lines())
            .as("version %s", abi)
            .containsExactly(
                "EACCES",
                abi >= 2 ? "allowed" : "EXDEV",
                abi >= Landlock.ABI_WITH_SCOPES ? "EPERM" : "allowed",
                abi >= Landlock.ABI_WITH_TCP ? "EACCES" : "allowed",
                abi >= Landlock.ABI_WITH_TCP ? "EACCES" : "allowed");
      }
    }
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  }

  private static String tcp(ServerSocket service) {
    return """
    attempt(socket.create_connection, ('%s', %d))
    attempt(socket.create_server, ('127.0.0.1', 0))
    """
        .formatted(service.getInetAddress().getHostAddress(), service.getLocalPort());
  }

  private static Landlock programs() {
    return ConfinedProgram.PROGRAMS;
  }

  private List<String> inWorkspace(String script) throws Exception {
    Landlock landlock = programs().writable(workspace);
    return ConfinedProgram.python(landlock::apply, workspace, script).lines();
  }
}
