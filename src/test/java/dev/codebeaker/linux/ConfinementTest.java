package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of it together: what a program in a place without namespaces of its own is in. */
class ConfinementTest {
  private static final int NOBODY = 65534;

  /** Without a program's own: that is refused from within. */
  private static final Set<Refusal> REFUSALS =
      EnumSet.complementOf(
          EnumSet.of(
              Refusal.PROGRAMS, Refusal.PROCESSES, Refusal.MORE_SESSIONS, Refusal.RIGHTS_BY_NAME));

  @TempDir Path workspace;

  @BeforeEach
  void letEverybodyIn() throws Exception {
    Files.setPosixFilePermissions(workspace, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Test
  void aProgramIsNobodyAndCanDoNothingSpecial() throws Exception {
    List<String> status =
        confined(
            """
            names = ('Uid', 'Gid', 'Groups', 'CapInh', 'CapPrm', 'CapEff', 'CapAmb',
                     'NoNewPrivs', 'Seccomp')
            for line in open('/proc/self/status'):
                if line.split(':')[0] in names:
                    print(*line.split())
            attempt(os.setuid, 0)
            """);
    List<String> expected = new ArrayList<>();
    if (ConfinedProgram.superuser()) {
      expected.addAll(List.of("Uid: 65534 65534 65534 65534", "Gid: 65534 65534 65534 65534"));
      expected.add("Groups:");
    }
    expected.addAll(
        List.of(
            "CapInh: 0000000000000000",
            "CapPrm: 0000000000000000",
            "CapEff: 0000000000000000",
            "CapAmb: 0000000000000000",
            "NoNewPrivs: 1",
            "Seccomp: 2",
            "EPERM"));
    assertThat(status).containsAll(expected);
  }

  @Test
  void evenTheSuperuserHasNoCapabilities() throws Exception {
    Confinement own = new Confinement(places(), SeccompFilter.refusing(), Optional.empty());
    assertThat(
            ConfinedProgram.python(
                    own::apply,
                    workspace,
                    """
                    print(*[line.split()[1] for line in open('/proc/self/status')
                            if line.startswith(('CapPrm', 'CapEff'))])
                    attempt(os.chown, '.', 1, 1)
                    attempt(open, '/proc/sys/kernel/core_pattern', 'w')
                    """)
                .lines())
        .containsExactly("0000000000000000 0000000000000000", "EPERM", "EACCES");
  }

  @Test
  void nothingOutsideIsWithinReach() throws Exception {
    try (ServerSocket service = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      assertThat(
              confined(
                  """
                  attempt(open, '/etc/passwd')
                  attempt(os.listdir, '/')
                  attempt(open, 'mine', 'w')
                  attempt(socket.create_connection, ('%s', %d))
                  attempt(os.kill, %3$d, 9)
                  attempt(open, '/proc/%3$d/environ')
                  attempt(open, '/proc/%3$d/mem')
                  attempt(os.setsid)
                  attempt(call, %4$d, -1)
                  """
                      .formatted(
                          service.getInetAddress().getHostAddress(),
                          service.getLocalPort(),
                          ProcessHandle.current().pid(),
                          SystemCall.UNSHARE.on(Architecture.current()))))
          .containsExactly(
              "EACCES", "EACCES", "allowed", "EACCES", "EPERM", "EACCES", "EACCES", "EPERM",
              "EPERM");
    }
  }

  /** A signal that kills one thread kills the process; its memory is below each of its threads. */
  @Test
  void noThreadOfTheServiceIsWithinReach() throws Exception {
    List<String> answers =
        confined(
            """
            threads = [int(name) for name in os.listdir('/proc/%1$d/task')]
            print(len(threads) > 5)
            for thread in threads:
                attempt(os.kill, thread, 0)
                attempt(open, '/proc/%%d/environ' %% thread)
            """
                .formatted(ProcessHandle.current().pid()));
    assertThat(answers.getFirst()).isEqualTo("True");
    // A thread may end meanwhile.
    assertThat(answers.subList(1, answers.size()))
        .contains("EPERM", "EACCES")
        .isSubsetOf("EPERM", "EACCES", "ESRCH", "ENOENT");
  }

  @Test
  void theServicesOtherThreadsAreAsTheyWere() throws Exception {
    confined("pass");
    Path secret = Files.createTempFile("outside", "");
    assertThat(secret).isReadable();
    Files.delete(secret);
    try (ServerSocket service = new ServerSocket(0)) {
      assertThat(service.isBound()).isTrue();
    }
    assertThat(Files.readString(Path.of("/proc/thread-self/status")))
        .contains("NoNewPrivs:\t0")
        .contains("Seccomp:\t0");
  }

  @Test
  void aVirtualThreadIsNotConfined() throws Exception {
    CompletableFuture<Void> confined = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                confinement().apply();
                confined.complete(null);
              } catch (Exception failure) {
                confined.completeExceptionally(failure);
              }
            });
    assertThatThrownBy(confined::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void anOrdinaryUserConfinesHimself() throws Exception {
    String[] starter =
        ConfinedProgram.superuser()
            ? new String[] {"/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"}
            : new String[0];
    assertThat(JavaProgram.run(workspace, ConfiningMachine.class, starter))
        .isEqualTo(new ConfinedProgram(0, "refused: EACCES\ntake: EPERM\nstill here"));
  }

  @Test
  void ordinaryProgramsRun() throws Exception {
    Files.writeString(workspace.resolve("p.c"), "int main() { return 7; }");
    assertThat(run("/bin/sh", "-c", "echo a | tr a b; (echo c) > f; cat f; exit 3"))
        .isEqualTo(new ConfinedProgram(3, "b\nc"));
    assertThat(
            run(
                "/usr/bin/python3",
                "-c",
                """
                import json, subprocess, threading, multiprocessing
                t = threading.Thread(target=lambda: print('thread', flush=True))
                t.start(); t.join()
                print(subprocess.run(['echo', 'child'], capture_output=True, text=True).stdout)
                """))
        .isEqualTo(new ConfinedProgram(0, "thread\nchild"));
    if (Files.isExecutable(Path.of("/usr/bin/node"))) {
      assertThat(
              run(
                  "/usr/bin/node",
                  "-e",
                  "const r = require('child_process').execSync('echo x'); console.log(`${r}`)"))
          .isEqualTo(new ConfinedProgram(0, "x"));
    }
    if (Files.isExecutable(Path.of("/usr/bin/gcc"))) {
      assertThat(run("/bin/sh", "-c", "gcc -o p p.c && ./p")).isEqualTo(new ConfinedProgram(7, ""));
    }
  }

  @Test
  void credentialsAreNotTheSuperusers() {
    assertThatThrownBy(() -> new Credentials(0, NOBODY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("uid");
    assertThatThrownBy(() -> new Credentials(NOBODY, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gid");
  }

  private List<String> confined(String script) throws Exception {
    return ConfinedProgram.python(confinement()::apply, workspace, script).lines();
  }

  private ConfinedProgram run(String... command) throws Exception {
    return ConfinedProgram.run(confinement()::apply, workspace, command);
  }

  private Confinement confinement() throws Exception {
    Optional<Credentials> nobody =
        ConfinedProgram.superuser()
            ? Optional.of(new Credentials(NOBODY, NOBODY))
            : Optional.empty();
    return new Confinement(places(), new SeccompFilter(REFUSALS), nobody);
  }

  private Landlock places() {
    return ConfinedProgram.PROGRAMS
        .readable(Path.of("/proc"), Path.of("/etc/ssl/openssl.cnf"))
        .writable(workspace)
        .executable(workspace);
  }
}
