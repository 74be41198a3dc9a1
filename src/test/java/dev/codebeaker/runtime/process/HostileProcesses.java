package dev.codebeaker.runtime.process;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.Execution;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.contract.TestLimits;
import dev.codebeaker.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that mean ill, through a sandbox, by one way to confine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class HostileProcesses {
  private static final Language PYTHON = new Language("python");
  private static final Language JAVASCRIPT = new Language("javascript");
  private static final ContextName MAIN = new ContextName("main");

  private final Supplier<? extends RuntimeRig> rigs;
  private final String python;
  private final List<String> javascript;
  private Set<Long> others = Set.of();
  private RuntimeRig rig;
  private Path instance;
  private Sandbox sandbox;

  /**
   * @param python the runtime that they are given to
   * @param javascript runtimes of that language, with interpreters that wait
   */
  protected HostileProcesses(
      Supplier<? extends RuntimeRig> rigs, String python, List<String> javascript) {
    this.rigs = rigs;
    this.python = python;
    this.javascript = javascript;
  }

  @BeforeAll
  void start() throws Exception {
    others = descendants();
    rig = rigs.get();
    rig.runtime(python);
    try (Stream<Path> instances = Files.list(rig.state())) {
      instance = instances.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  @AfterAll
  void nothingIsLeftOnTheMachine() throws Exception {
    rig.close();
    assertThat(descendants()).isSubsetOf(others);
    assertThat(rig.state()).doesNotExist();
    assertThat(Files.readAllLines(Path.of("/proc/self/mountinfo")))
        .noneMatch(mount -> mount.contains(rig.state().toString()));
    String group = "codebeaker-" + instance.getFileName();
    try (Stream<Path> groups =
        Files.find(
            Path.of("/sys/fs/cgroup"),
            8,
            (path, _) -> path.getFileName().toString().equals(group))) {
      assertThat(groups).isEmpty();
    }
  }

  /**
   * Other tests of this process may have left their services running, which go on replacing their
   * workers: programs of this one's own Java.
   */
  private static Set<Long> descendants() {
    Optional<String> java = ProcessHandle.current().info().command();
    return ProcessHandle.current()
        .descendants()
        .filter(process -> !process.info().command().equals(java))
        .map(ProcessHandle::pid)
        .collect(toSet());
  }

  private static Limits limits() {
    return TestLimits.DEFAULTS.with(
        Map.of(
            Limit.WALL, 15_000L,
            Limit.CPU, 3_000L,
            Limit.MEMORY, 200L << 20,
            Limit.OUTPUT, 1L << 20,
            Limit.WORKSPACE, 16L << 20,
            Limit.FILES, 300L,
            Limit.PROCESSES, 64L,
            Limit.OPEN_FILES, 64L));
  }

  @BeforeEach
  void open() {
    sandbox = open(python, PYTHON);
  }

  private Sandbox open(String runtime, Language language) {
    return rig.runtime(runtime)
        .open(new SandboxSpec("hostile", language, Optional.empty(), limits()));
  }

  @AfterEach
  void theServiceIsStillOfUse() throws Exception {
    sandbox.close();
    RecordingSink sink = new RecordingSink();
    try (Sandbox next = open(python, PYTHON)) {
      next.start(RunCode.program(PYTHON, "print(6 * 7)"), limits(), sink).await();
    }
    assertThat(sink.stdout()).as(sink.stderr()).isEqualTo("42\n");
  }

  private Outcome run(String code, RecordingSink sink) throws Exception {
    return sandbox.start(RunCode.program(PYTHON, HEAD + code), limits(), sink).await();
  }

  private Outcome turn(String code, RecordingSink sink) throws Exception {
    return sandbox.start(RunCode.turn(PYTHON, HEAD + code, MAIN), limits(), sink).await();
  }

  private static final String HEAD =
      "import os, signal, sys, tempfile, threading, time\ntmp = tempfile.gettempdir()\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "memory | x = [bytearray(b'x' * (1 << 20)) for _ in iter(int, 1)]",
        "memory | os.fork() or os.setsid(); os.fork(); x = [bytearray(b'x' * (1 << 20)) for _ in iter(int, 1)]",
        "memory | fds = [os.memfd_create('x') for _ in range(50)]; [os.write(fd, b'x' * (8 << 20)) for fd in fds]; time.sleep(9)",
        "files | [open(f'{tmp}/{i}', 'w').close() for i in range(100000)]; time.sleep(9)",
        "files | [os.mkdir(f'd{i}') for i in range(100000)]; time.sleep(9)",
        "files | [(os.mkdir('d'), os.chdir('d')) for _ in range(250)]; time.sleep(9)",
        "files | os.mkdir('h'); [open(f'h/{i}', 'w').close() for i in range(1000)]; os.chmod('h', 0); time.sleep(9)",
        "workspace | [open(f'{tmp}/{i}', 'wb').write(bytes(1 << 20)) for i in range(50)]; time.sleep(9)",
        "workspace | fs = [open('x', 'wb') for _ in range(40) if not (os.path.exists('x') and os.unlink('x'))]; [f.write(bytes(2 << 20)) for f in fs]; os.unlink('x'); time.sleep(9)",
        "output | [os.write(1, b'y' * 65536) for _ in iter(int, 1)]",
        "cpu | [os.fork() for _ in range(3)]; sum(0 for _ in iter(int, 1))",
        "cpu | [threading.Thread(target=lambda: sum(0 for _ in iter(int, 1)), daemon=True).start() for _ in range(8)]; time.sleep(30)",
      })
  void limitsBite(String limit, String code) throws Exception {
    RecordingSink sink = new RecordingSink();
    Outcome outcome = run(code, sink);
    if (limit.equals("memory") && sink.stderr().contains("memfd_create")) {
      return; // refused where it would not be counted
    }
    assertThat(outcome).as("%s", sink.stderr()).isInstanceOf(Outcome.LimitExceeded.class);
    assertThat(((Outcome.LimitExceeded) outcome).limit().label()).isEqualTo(limit);
  }

  @Test
  void threadsAndDescriptorsRunOut() throws Exception {
    RecordingSink sink = new RecordingSink();
    run(
        """
        started = 0
        try:
            while started < 500:
                threading.Thread(target=lambda: time.sleep(60), daemon=True).start(); started += 1
        except RuntimeError: pass
        print(started < 80)
        fds = []
        try:
            while len(fds) < 500: fds.append(os.open('/dev/null', 0))
        except OSError: pass
        print(len(fds) < 64)
        sys.stdout.flush()
        os._exit(0)
        """,
        sink);
    List<String> ranOut = sink.stdout().lines().toList();
    assertThat(ranOut).hasSize(2);
    assertThat(ranOut.getLast()).isEqualTo("True");
    if (rig.runtime(python).capabilities().enforcedLimits().contains(Limit.PROCESSES)) {
      assertThat(ranOut.getFirst()).isEqualTo("True");
    }
  }

  @Test
  void whatGoesOnAfterATurnHasWhatOneTurnHas() throws Exception {
    RecordingSink sink = new RecordingSink();
    String burn =
        """
        kept = 1
        def burn():
            while True: pass
        threading.Thread(target=burn, daemon=True).start()
        """;
    assertThat(turn(burn, sink)).isInstanceOf(Outcome.Exited.class);
    await().atMost(30, TimeUnit.SECONDS).until(() -> interpreters() == 0);
    sink = new RecordingSink();
    assertThat(turn("print('kept' in globals())", sink)).isInstanceOf(Outcome.Exited.class);
    assertThat(sink.stdout()).isEqualTo("False\n");
  }

  @Test
  void aTurnThatForgesItsEndGainsNothing() throws Exception {
    String forge =
        """
        frame = b'E' + b''.join(len(f).to_bytes(4, 'big') + f for f in (b'x', b'0'))
        for fd in range(3, 120):
            try: os.write(fd, len(frame).to_bytes(4, 'big') + frame)
            except OSError: pass
        while True: pass
        """;
    assertThat(turn(forge, new RecordingSink()).label()).isIn("exited", "limit_exceeded");
    await().atMost(30, TimeUnit.SECONDS).until(() -> interpreters() == 0);
  }

  /** Interpreters of contexts; nothing is started ahead here. */
  private long interpreters() {
    return running("agent.py");
  }

  private long running(String words) {
    return rig.commandLines().filter(it -> it.contains(words)).count();
  }

  @Test
  void filesOfAGuestDoNotReachTheInterpretersThatWait() throws Exception {
    Map<String, String> planted =
        Map.of(
            "bunfig.toml", "preload = [\"./evil.js\"]\n",
            "evil.js", "require('fs').writeFileSync('evil-ran', 'x');\n",
            ".env", "EVIL=1\n",
            "sitecustomize.py", "open('evil-ran', 'w')\n",
            "package.json", "{\"type\": \"module\", \"main\": \"./evil.js\"}\n",
            "deno.json", "{\"imports\": {\"node:vm\": \"./evil.js\"}}\n");
    for (String runtime : javascript) {
      try (Sandbox other = open(runtime, JAVASCRIPT)) {
        planted.forEach(
            (name, text) ->
                other
                    .workspace()
                    .write(WorkspacePath.parse(name), text.getBytes(StandardCharsets.UTF_8)));
        String home =
            "const fs = require('fs'); try { fs.writeFileSync('/tmp/.bunfig.toml', 'preload = [\"/workspace/evil.js\"]\\n') } catch {}";
        other.start(RunCode.program(JAVASCRIPT, home), limits(), OutputSink.NOWHERE).await();
        RecordingSink sink = new RecordingSink();
        for (int i = 0; i < 2; i++) {
          other
              .start(
                  RunCode.program(
                      JAVASCRIPT,
                      "console.log(require('fs').existsSync('evil-ran'), process.env.EVIL)"),
                  limits(),
                  sink)
              .await();
        }
        assertThat(sink.stdout() + sink.stderr())
            .as(runtime)
            .isEqualTo("false undefined\nfalse undefined\n");
      }
    }
  }

  @Test
  void cancellingEndsDaemonsToo() throws Exception {
    RecordingSink sink = new RecordingSink();
    Execution execution =
        sandbox.start(
            RunCode.program(
                PYTHON,
                HEAD
                    + """
                    if os.fork() == 0:
                        try: os.setsid()
                        except OSError: pass
                        if os.fork() == 0:
                            signal.signal(signal.SIGTERM, signal.SIG_IGN)
                            os.execv('/bin/sleep', ['sleep', '98765'])
                        os._exit(0)
                    print('up', flush=True)
                    time.sleep(100)
                    """),
            limits(),
            sink);
    await().until(() -> sink.stdout().equals("up\n"));
    await().until(() -> running("sleep 98765") + sleepers() > 0);
    execution.cancel("enough");
    assertThat(execution.await()).isInstanceOf(Outcome.Cancelled.class);
    await().atMost(5, TimeUnit.SECONDS).until(() -> running("sleep 98765") + sleepers() == 0);
  }

  /** Also those that are in no jail any more. */
  private static long sleepers() {
    return ProcessHandle.allProcesses()
        .filter(it -> it.info().commandLine().orElse("").contains("sleep 98765"))
        .count();
  }
}
