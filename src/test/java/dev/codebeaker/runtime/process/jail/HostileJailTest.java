package dev.codebeaker.runtime.process.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.runtime.process.jail.JailSpec.Allowance;
import dev.codebeaker.runtime.process.jail.JailSpec.Furnishing;
import dev.codebeaker.runtime.process.jail.ProgramSpec.KernelLimits;
import dev.codebeaker.testing.ConfigDefaults;
import dev.codebeaker.workspace.WorkspaceConfig;
import dev.codebeaker.workspace.Workspaces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program in a jail tries against its supervisor, its neighbours and the service. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileJailTest {
  private static final Allowance ALLOWANCE = new Allowance(32, 256 << 20, 64 << 20, 1000);

  private static final KernelLimits LIMITS = new KernelLimits(20, 1 << 20, 64, 0);

  @TempDir Path state;
  @TempDir Path agents;
  private Workspaces workspaces;
  private JailHouse house;

  private void build(JailConfig.Choice tier) throws Exception {
    for (Path directory : List.of(state, agents)) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }
    Files.writeString(agents.resolve("agent"), "text");
    workspaces =
        new Workspaces(
            ConfigDefaults.of(
                WorkspaceConfig.class,
                Map.of("codebeaker.workspace.state-directory", state.resolve("s").toString())));
    house =
        new JailHouse(
            ConfigDefaults.of(
                JailConfig.class,
                Map.of(
                    "codebeaker.process.jail.tier",
                    tier.name(),
                    "codebeaker.process.jail.first-user",
                    "171000")),
            workspaces,
            agents);
    assertThat(house.isOpen()).as("%s", house.refused()).isTrue();
  }

  @AfterEach
  void close() {
    house.close();
    workspaces.close();
  }

  private record Ran(OptionalInt code, String out) {}

  private static Ran run(Jail jail, String... command) throws Exception {
    ProgramSpec spec =
        new ProgramSpec(
            List.of(command), Map.of("LEFT", "alone"), jail.paths().workspace(), false, LIMITS);
    try (Program program = jail.start(spec)) {
      CompletableFuture<String> out = all(program.stdout());
      CompletableFuture<String> err = all(program.stderr());
      OptionalInt code = program.ended().get(20, TimeUnit.SECONDS);
      String said = out.get(20, TimeUnit.SECONDS);
      String complained = err.get(20, TimeUnit.SECONDS);
      return new Ran(code, complained.isEmpty() ? said : said + "[" + complained + "]");
    }
  }

  private static Ran python(Jail jail, String text) throws Exception {
    String head =
        """
        import ctypes, errno, fcntl, os, signal, socket, sys, time
        libc = ctypes.CDLL(None, use_errno=True)
        def attempt(what, *arguments):
            try:
                what(*arguments)
                print('allowed', flush=True)
            except OSError as refused:
                print(errno.errorcode.get(refused.errno, refused.errno), flush=True)
        def call(number, *arguments):
            if libc.syscall(number, *arguments) < 0:
                raise OSError(ctypes.get_errno(), '')
        def daemon():
            if os.fork(): return False
            try: os.setsid()
            except OSError: pass
            if os.fork(): os._exit(0)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            for fd in range(3): os.close(fd)
            return True
        """;
    return run(jail, "/usr/bin/python3", "-I", "-c", head + text);
  }

  private static CompletableFuture<String> all(Descriptor stream) {
    CompletableFuture<String> all = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              ByteArrayOutputStream bytes = new ByteArrayOutputStream();
              byte[] buffer = new byte[4096];
              try {
                for (int n = stream.read(buffer); n > 0; n = stream.read(buffer)) {
                  bytes.write(buffer, 0, n);
                }
              } catch (IOException closed) {
                // What was read stands.
              }
              all.complete(bytes.toString());
            });
    return all;
  }

  /** Processes of the machine that have this in their command line. */
  private static List<String> processesWith(String mark) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.map(path -> path.resolve("cmdline"))
          .filter(path -> path.getName(1).toString().matches("[0-9]+"))
          .map(HostileJailTest::text)
          .filter(line -> line.contains(mark))
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JailConfig.Choice.class,
      names = {"AUTO", "NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void nobodyAnswersInTheSupervisorsName(JailConfig.Choice tier) throws Exception {
    build(tier);
    try (JailHouse.Place place = house.newPlace();
        Jail jail = place.open(Furnishing.host(List.of(), true), ALLOWANCE)) {
      Ran ran =
          python(
              jail,
              """
              opened = []
              for name in ['self'] + [p for p in os.listdir('/proc') if p.isdigit()]:
                  for fd in ('8', '9'):
                      try:
                          with open(f'/proc/{name}/fd/{fd}', 'wb', buffering=0) as pipe:
                              pipe.write(b'x 1 42\\n')
                          opened.append(name)
                      except OSError: pass
                  try:
                      if os.readlink(f'/proc/{name}/exe').endswith('/sh'):
                          open(f'/proc/{name}/mem', 'rb+', buffering=0)
                          opened.append(name + '/mem')
                  except OSError: pass
              time.sleep(0.2)
              print(opened)
              sys.exit(7)
              """);
      assertThat(ran).isEqualTo(new Ran(OptionalInt.of(7), "[]\n"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JailConfig.Choice.class,
      names = {"AUTO", "NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void aProgramHasItsThreeStreamsAndNothingElse(JailConfig.Choice tier) throws Exception {
    build(tier);
    try (JailHouse.Place place = house.newPlace();
        Jail jail = place.open(Furnishing.host(List.of(), true), ALLOWANCE)) {
      String text =
          "open_fds = []\n"
              + "for fd in range(1000):\n"
              + "    try: os.fstat(fd); open_fds.append(fd)\n"
              + "    except OSError: pass\n"
              + "print(open_fds, sorted(os.environ))\n";
      Ran ran = python(jail, text);
      assertThat(ran.out()).startsWith("[0, 1, 2] ").contains("LEFT").doesNotContain("JAVA");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JailConfig.Choice.class,
      names = {"AUTO", "NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void daemonsEndWithTheirProgram(JailConfig.Choice tier) throws Exception {
    build(tier);
    String mark = "daemon-" + System.nanoTime();
    try (JailHouse.Place place = house.newPlace();
        Jail jail = place.open(Furnishing.host(List.of(), true), ALLOWANCE)) {
      python(
          jail,
          "if daemon(): os.execv('/bin/sh', ['sh', '-c', 'sleep 1000; :', '" + mark + "'])\n");
      await().atMost(5, TimeUnit.SECONDS).until(() -> processesWith(mark).isEmpty());
      assertThat(jail.isAlive()).as(jail.complaints()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JailConfig.Choice.class,
      names = {"AUTO", "NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void closingReturnsWhenNoDaemonIsLeft(JailConfig.Choice tier) throws Exception {
    build(tier);
    String mark = "daemon-" + System.nanoTime();
    try (JailHouse.Place place = house.newPlace()) {
      Jail jail = place.open(Furnishing.host(List.of(), true), ALLOWANCE);
      CompletableFuture<Ran> running =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return python(
                      jail,
                      "if daemon(): os.execv('/bin/sh', ['sh', '-c', 'sleep 1000; :', '"
                          + mark
                          + "'])\ntime.sleep(1000)\n");
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      // The program's own text has the mark too.
      await().atMost(10, TimeUnit.SECONDS).until(() -> processesWith(mark).size() >= 2);
      jail.close();
      assertThat(processesWith(mark)).isEmpty();
      assertThat(running.get(10, TimeUnit.SECONDS).code()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JailConfig.Choice.class,
      names = {"AUTO", "NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void whoKillsTheSupervisorEndsTheJail(JailConfig.Choice tier) throws Exception {
    build(tier);
    String mark = "daemon-" + System.nanoTime();
    try (JailHouse.Place place = house.newPlace();
        Jail jail = place.open(Furnishing.host(List.of(), true), ALLOWANCE)) {
      Ran ran =
          python(
              jail,
              "if daemon(): os.execv('/bin/sh', ['sh', '-c', 'sleep 1000; :', '"
                  + mark
                  + "'])\ntime.sleep(0.3); os.kill(os.getppid(), 9); time.sleep(1000)\n");
      assertThat(ran.code()).isEmpty();
      await().atMost(5, TimeUnit.SECONDS).until(() -> processesWith(mark).isEmpty());
      assertThat(jail.isAlive()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JailConfig.Choice.class,
      names = {"AUTO", "NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void theKernelsWaysOutAreShut(JailConfig.Choice tier) throws Exception {
    build(tier);
    try (JailHouse.Place place = house.newPlace();
        Jail jail = place.open(Furnishing.host(List.of(), true), ALLOWANCE);
        ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DatagramSocket datagrams = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      datagrams.setSoTimeout(100);
      Ran ran =
          python(
              jail,
              """
              numbers = {'ptrace': 101, 'mount': 165, 'umount': 166, 'pivot_root': 155, 'chroot': 161,
                         'setns': 308, 'unshare': 272, 'keyctl': 250, 'add_key': 248, 'bpf': 321,
                         'request_key': 249, 'perf_event_open': 298, 'userfaultfd': 323,
                         'open_by_handle_at': 304, 'io_uring_setup': 425, 'clone3': 435,
                         'process_vm_readv': 310, 'pidfd_getfd': 438, 'kcmp': 312, 'syslog': 103,
                         'personality': 135, 'swapon': 167, 'reboot': 169, 'acct': 163}
              got = []
              for name, number in numbers.items():
                  try:
                      call(number, 0, 0, 0, 0, 0); got.append(name)
                  except OSError as refused:
                      if refused.errno not in (errno.EPERM, errno.ENOSYS): got.append((name, refused.errno))
              try: call(56, 0x10000000 | 17, 0, 0, 0, 0); got.append('clone')
              except OSError: pass
              for family in range(50):
                  if family in (1, 2, 10): continue
                  try: socket.socket(family, socket.SOCK_DGRAM); got.append(('family', family))
                  except OSError: pass
              for request in (0x5412, 0x541c):
                  try: fcntl.ioctl(0, request, b'x'); got.append(request)
                  except OSError: pass
              for path in ('/etc/shadow', '/root/.profile', '/proc/kcore', '/proc/sysrq-trigger',
                           '/dev/mem', '/var/run/docker.sock', '%3$s/s', '/proc/%4$d/environ',
                           '/proc/%4$d/mem', '/proc/%4$d/root/etc', '/proc/%4$d/fd/0',
                           '/proc/%4$d/maps', '/proc/%4$d/task/%4$d/environ'):
                  try:
                      os.listdir(path) if os.path.isdir(path) else open(path, 'rb').read(1); got.append(path)
                  except OSError: pass
              for path in ('/usr/x', '/etc/x', '/x', '/dev/x', '/proc/sys/kernel/core_pattern',
                           '/proc/sys/kernel/hostname', '/proc/%4$d/oom_score_adj', '/sys/fs/cgroup/memory/x',
                           '%5$s/agent', '%6$s/x', '%6$s/1.sh'):
                  try: open(path, 'ab').write(b'x'); got.append(path)
                  except OSError: pass
              for signal_number in (0, 9):
                  try: os.kill(%4$d, signal_number); got.append('kill') if os.path.exists('/proc/%4$d/x') else None
                  except OSError: pass
              try:
                  fd = os.open('/proc/%4$d', os.O_RDONLY | os.O_DIRECTORY)
                  signal.pidfd_send_signal(fd, 0); got.append('pidfd')
              except OSError: pass
              for make in (lambda: socket.create_connection(('127.0.0.1', %1$d), 1),
                           lambda: socket.create_connection(('::1', %1$d), 1)):
                  try: make(); got.append('tcp')
                  except OSError: pass
              try: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', %2$d))
              except OSError: pass
              try: os.setuid(0); got.append('setuid')
              except OSError: pass
              try: os.mknod('disk', 0o600 | 0o060000, os.makedev(254, 0)); got.append('mknod')
              except OSError: pass
              print(got)
              """
                  .formatted(
                      port.getLocalPort(),
                      datagrams.getLocalPort(),
                      state,
                      ProcessHandle.current().pid(),
                      jail.paths().agents(),
                      jail.paths().pipes()));
      assertThat(ran).isEqualTo(new Ran(OptionalInt.of(0), "[]\n"));
      org.junit.jupiter.api.Assertions.assertThrows(
          SocketTimeoutException.class,
          () -> datagrams.receive(new DatagramPacket(new byte[1], 1)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JailConfig.Choice.class,
      names = {"AUTO", "NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void closingOneJailLeavesItsNeighboursOfTheSameSession(JailConfig.Choice tier) throws Exception {
    build(tier);
    try (JailHouse.Place place = house.newPlace();
        Jail kept = place.open(Furnishing.host(List.of(), true), ALLOWANCE)) {
      run(kept, "/bin/true");
      try (Jail other = place.open(Furnishing.host(List.of(), true), ALLOWANCE)) {
        run(other, "/bin/true");
        run(other, "/bin/sh", "-c", "kill -9 -1");
      }
      assertThat(run(kept, "/bin/echo", "here")).isEqualTo(new Ran(OptionalInt.of(0), "here\n"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JailConfig.Choice.class,
      names = {"AUTO", "NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void aForkBombStopsAtItsNumberAndEndsWithTheJail(JailConfig.Choice tier) throws Exception {
    build(tier);
    try (JailHouse.Place place = house.newPlace();
        Jail jail = place.open(Furnishing.host(List.of(), true), ALLOWANCE)) {
      Ran ran =
          python(
              jail,
              """
              made = 0
              try:
                  while made < 200:
                      if os.fork() == 0: signal.pause()
                      made += 1
              except OSError: pass
              print(made < 64)
              """);
      assertThat(ran.out()).isEqualTo("True\n");
      assertThat(run(jail, "/bin/echo", "here").out()).isEqualTo("here\n");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = JailConfig.Choice.class,
      names = {"AUTO", "NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void wordsOfAClientStayWords(JailConfig.Choice tier) throws Exception {
    build(tier);
    String nasty = "a'b\"c\n$(touch pwned)`touch pwned`;touch pwned\\ é '\\'' \t*";
    try (JailHouse.Place place = house.newPlace();
        Jail jail = place.open(Furnishing.host(List.of(), true), ALLOWANCE)) {
      ProgramSpec spec =
          new ProgramSpec(
              List.of(
                  "/usr/bin/python3",
                  "-I",
                  "-c",
                  "import os, sys; print(ascii(sys.argv[1:])); print(sorted(k for k in os.environ"
                      + " if '!' in k or 'OPT' in k or k == 'PPID'), os.environ.get('N') == sys.argv[1],"
                      + " os.path.exists('pwned'))",
                  nasty,
                  "",
                  "-n"),
              Map.of("N", nasty, "-i!", "1", "a b!'\n", "2", "OPTIND", "x", "PPID", "me"),
              jail.paths().workspace(),
              false,
              LIMITS);
      try (Program program = jail.start(spec)) {
        String out = all(program.stdout()).get(20, TimeUnit.SECONDS);
        String err = all(program.stderr()).get(20, TimeUnit.SECONDS);
        assertThat(out + err)
            .isEqualTo(
                "[%s, '', '-n']\n['-i!', 'OPTIND', 'PPID', \"a b!'\\n\"] True False\n"
                    .formatted(
                        "'a\\'b\"c\\n$(touch pwned)`touch pwned`;touch pwned\\\\ \\xe9 \\'\\\\\\'\\' \\t*'"));
      }
    }
  }
}
