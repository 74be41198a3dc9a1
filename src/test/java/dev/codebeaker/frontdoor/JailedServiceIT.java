package dev.codebeaker.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codebeaker.frontdoor.PackagedService.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hostile processes in the service as it is shipped, run by the superuser and by somebody else. */
class JailedServiceIT {
  private static final String EVERY_SERVICE =
      """
      root, bubblewrap
      root, bubblewrap-host-proc
      root, landlock
      1500, bubblewrap
      1500, bubblewrap-host-proc
      1500, landlock
      """;

  private static final String SECRET = "the-services-own-secret";

  private Path directory;
  private final List<PackagedService> services = new ArrayList<>();

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "only the superuser can start services as others");
    directory = Files.createTempDirectory("codebeaker-jailed");
    Files.setPosixFilePermissions(
        directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void endServices() throws Exception {
    services.forEach(PackagedService::close);
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private PackagedService start(String user, String tier) throws IOException {
    Path own = directory.resolve(user + "-" + tier + "-" + services.size());
    return start(user, tier, own);
  }

  private PackagedService start(String user, String tier, Path own) throws IOException {
    List<String> prefix = List.of();
    Files.createDirectories(own);
    if (!user.equals("root")) {
      Files.setAttribute(own, "unix:uid", Integer.parseInt(user));
      Files.setAttribute(own, "unix:gid", Integer.parseInt(user));
      prefix = List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups");
    }
    PackagedService service =
        PackagedService.start(
            prefix,
            own,
            Map.of(
                "CODEBEAKER_WASM_ENGINE",
                "java",
                "CODEBEAKER_PROCESS_JAIL_TIER",
                tier,
                "CODEBEAKER_PROCESS_POOL_MIN",
                "0",
                "HOME",
                own.toString(),
                "SECRET",
                SECRET));
    services.add(service);
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> assertThat(run(service, "print(6 * 7)").body().toString()).contains("42\\n"));
    return service;
  }

  private static Reply run(PackagedService service, String code) {
    return service.run(
        "python",
        "import os, signal, sys, tempfile, time\ntmp = tempfile.gettempdir()\n" + code,
        body -> {
          body.put("runtime", "python");
          body.putObject("limits").put("wallMs", 60_000);
        });
  }

  @ParameterizedTest
  @CsvSource(textBlock = EVERY_SERVICE)
  void theServiceIsOutOfReach(String user, String tier) throws Exception {
    PackagedService service = start(user, tier);
    Reply reply =
        run(
            service,
            """
            import ctypes
            got = []
            libc = ctypes.CDLL(None, use_errno=True)
            for pid in [p for p in os.listdir('/proc') if p.isdigit()]:
                for name in ('environ', 'mem', 'maps', 'root', 'cwd', 'fd', 'task/' + pid + '/environ'):
                    path = f'/proc/{pid}/{name}'
                    try:
                        text = repr(os.listdir(path)) if os.path.isdir(path) else open(path, 'rb').read(100000).decode('latin1')
                        if '%1$s' in text: got.append(path)
                    except OSError: pass
                try:
                    directory = os.open(f'/proc/{pid}', os.O_RDONLY | os.O_DIRECTORY)
                    if b'serve\\0--port' in open(f'/proc/{pid}/cmdline', 'rb').read():
                        signal.pidfd_send_signal(directory, 0); got.append('pidfd ' + pid)
                except OSError: pass
            state = '%2$s'
            for path in (state, state + '/state', '/etc/shadow', os.path.dirname(os.path.dirname(os.getcwd()))):
                if path == '/': continue
                try: os.listdir(path); got.append(path)
                except OSError: pass
                try: os.chmod(path, 0o700); got.append('chmod ' + path)
                except OSError: pass
                if libc.inotify_add_watch(libc.inotify_init(), path.encode(), 0x100) >= 0: got.append('watch ' + path)
                try: os.setxattr(path, 'user.x', b'x'); got.append('xattr ' + path)
                except OSError: pass
                try: os.link(path + '/gate', 'linked'); got.append('link')
                except OSError: pass
            print(got)
            """
                .formatted(SECRET, service.directory()));
    assertThat(reply.text("stdout")).as("%s", reply.body()).isEqualTo("[]\n");
    assertThat(service.status("/q/health/live")).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(textBlock = EVERY_SERVICE)
  void whatIsTakenIsBounded(String user, String tier) throws Exception {
    PackagedService service = start(user, tier);
    Map<String, String> attacks =
        Map.of(
            "files",
            "os.mkdir('h'); os.mkdir('h/i')\n"
                + "for i in range(30000): open(f'h/i/{i}', 'w').close()\n"
                + "os.chmod('h/i', 0) if False else os.fchmod(os.open('h/i', os.O_RDONLY), 0)\n"
                + "os.fchmod(os.open('h', os.O_RDONLY), 0); time.sleep(60)",
            "workspace",
            "f = open('big', 'wb'); os.unlink('big')\n"
                + "g = open(tmp + '/big', 'wb')\n"
                + "try:\n"
                + "    while True: f.write(bytes(1 << 20)); g.write(bytes(1 << 20))\n"
                + "except OSError: pass\n"
                + "time.sleep(60)",
            "memory",
            "if os.fork() == 0:\n"
                + "    if os.fork() == 0:\n"
                + "        x = []\n"
                + "        while True: x.append(b'x' * (1 << 20) + bytes(1))\n"
                + "    os._exit(0)\n"
                + "time.sleep(60)");
    attacks.forEach(
        (limit, code) -> {
          Reply reply = run(service, code);
          assertThat(reply.text("limit")).as("%s: %s", limit, reply.body()).isEqualTo(limit);
        });
    Reply bomb =
        run(
            service,
            """
            made = 0
            try:
                while made < 2000:
                    if os.fork() == 0: signal.pause()
                    made += 1
            except OSError: pass
            print(made < 600, flush=True)
            """);
    assertThat(bomb.text("stdout")).isIn("True\n", "");
    assertThat(run(service, "print(6 * 7)").text("stdout")).isEqualTo("42\n");
  }

  @ParameterizedTest
  @CsvSource(textBlock = EVERY_SERVICE)
  void noProcessOutlivesItsServiceThatIsKilled(String user, String tier) throws Exception {
    Path own = directory.resolve("killed");
    PackagedService service = start(user, tier, own);
    PackagedService beside = start(user, tier);
    String seconds = Integer.toString(100_000 + (int) (System.nanoTime() % 800_000));
    String neighbour = Integer.toString(1_000_000 + (int) (System.nanoTime() % 800_000));
    String daemon =
        """
        if os.fork() == 0:
            try: os.setsid()
            except OSError: pass
            if os.fork() == 0:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
                os.execv('/bin/sleep', ['sleep', '%s'])
            os._exit(0)
        time.sleep(9)
        """;
    CompletableFuture.runAsync(() -> run(beside, daemon.formatted(neighbour)));
    CompletableFuture.runAsync(() -> run(service, daemon.formatted(seconds)));
    await().atMost(Duration.ofSeconds(20)).until(() -> sleepers(seconds) == 1);
    service.close();
    await().atMost(Duration.ofSeconds(5)).until(() -> sleepers(seconds) == 0);

    PackagedService again = start(user, tier, own);
    assertThat(again.instances()).isEqualTo(1);
    assertThat(groups(again)).isLessThanOrEqualTo(1);
    assertThat(beside.status("/q/health/live")).isEqualTo(200);
    assertThat(run(beside, "print(6 * 7)").text("stdout")).isEqualTo("42\n");
  }

  /** A number of its own that is one in every jail, too. */
  @Test
  void aServiceThatIsTheFirstOfItsContainerConfinesAsAnyOther() throws Exception {
    Path own = Files.createDirectory(directory.resolve("first"));
    PackagedService service =
        PackagedService.start(
            List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child"),
            own,
            Map.of("CODEBEAKER_WASM_ENGINE", "java", "CODEBEAKER_PROCESS_JAIL_TIER", "bubblewrap"));
    services.add(service);
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> assertThat(run(service, "print(6 * 7)").body().toString()).contains("42\\n"));
  }

  private static long groups(PackagedService service) throws IOException {
    Path groups = Path.of("/sys/fs/cgroup/pids");
    if (!Files.isDirectory(groups)) {
      return 0;
    }
    List<String> instances = service.instanceNames();
    try (Stream<Path> all = Files.list(groups)) {
      return all.filter(
              it -> instances.contains(it.getFileName().toString().replace("codebeaker-", "")))
          .count();
    }
  }

  private static long sleepers(String seconds) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.map(path -> path.resolve("cmdline"))
          .filter(path -> path.getName(1).toString().matches("[0-9]+"))
          .map(JailedServiceIT::text)
          .filter(line -> line.contains("sleep\0" + seconds))
          .count();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
