package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the groups of this machine's kernel, whichever version it has. */
class ControlGroupsTest {
  private static final long MEBIBYTE = 1 << 20;
  private static final int KILLED = 128 + 9;
  private static final GroupLimits AMPLE = new GroupLimits(512 * MEBIBYTE, 200, 2);

  private final String instance = "test-" + UUID.randomUUID();
  private ControlGroups groups;

  @BeforeEach
  void open() throws IOException {
    groups = open(instance);
  }

  @AfterEach
  void close() throws IOException {
    groups.close();
  }

  @Test
  void whoUsesUpTheMemoryIsKilledAndThatIsKnown() throws Exception {
    try (ControlGroup group = groups.create("memory", new GroupLimits(64 * MEBIBYTE, 20, 2));
        WaitingShell shell = WaitingShell.start()) {
      group.add(shell.process().pid());
      assertThat(group.killedForMemory()).isFalse();
      shell.python("print('starting', flush=True); len(bytes(b'x' * (200 << 20))); print('done')");
      assertThat(shell.ended()).isEqualTo(new ConfinedProgram(KILLED, "starting"));
      assertThat(group.killedForMemory()).isTrue();
      assertThat(group.peakMemoryBytes().orElse(64 * MEBIBYTE))
          .isBetween(32 * MEBIBYTE, 64 * MEBIBYTE);
    }
  }

  @Test
  void processesAreCounted() throws Exception {
    try (ControlGroup group = groups.create("pids", new GroupLimits(256 * MEBIBYTE, 10, 2));
        WaitingShell shell = WaitingShell.start()) {
      group.add(shell.process().pid());
      shell.python(
          """
          import errno, os, signal
          made = []
          try:
              while len(made) < 100:
                  made.append(os.fork() or signal.pause())
          except OSError as refused:
              print(1 + len(made), errno.errorcode[refused.errno], flush=True)
          signal.pause()
          """);
      assertThat(shell.firstLine()).isEqualTo("10 EAGAIN");
      assertThat(group.processes()).hasSize(10).contains(shell.process().pid());
    }
  }

  @Test
  void aProgramIsInItFromTheBeginningAndTheThreadThatStartedItIsNotAfterwards() throws Exception {
    try (ControlGroup group = groups.create("birth", AMPLE);
        Poller poller = new Poller();
        Spawner spawner = new Spawner(poller, 1)) {
      if (!group.takesThreads()) {
        return;
      }
      ChildProcess inside =
          spawner.start(Programs.script("exec sleep 1000", Map.of()), group, Optional.empty());
      assertThat(group.processes()).containsExactly((long) inside.pid());
      ChildProcess outside = spawner.start(Programs.script("exec sleep 1000", Map.of()));
      assertThat(group.processes()).containsExactly((long) inside.pid());
      group.kill();
      assertThat(inside.exit().join()).isEqualTo(new ExitStatus.Signalled(9));
      assertThat(outside.exit()).isNotDone();
    }
  }

  @Test
  void timeIsCountedAndDealtOut() throws Exception {
    try (ControlGroup group = groups.create("cpu", new GroupLimits(256 * MEBIBYTE, 10, 0.2));
        WaitingShell shell = WaitingShell.start()) {
      group.add(shell.process().pid());
      shell.python(
          """
          import time
          start = time.monotonic()
          while time.process_time() < 0.4:
              pass
          print(time.monotonic() - start > 1)
          """);
      assertThat(shell.ended()).isEqualTo(new ConfinedProgram(0, "True"));
      assertThat(group.cpuTime().orElseThrow()).isGreaterThan(Duration.ofMillis(390));
    }
  }

  @Test
  void aForkBombIsKilled() throws Exception {
    try (ControlGroup group = groups.create("bomb", AMPLE);
        WaitingShell shell = WaitingShell.start()) {
      group.add(shell.process().pid());
      shell.python(
          """
          import os, signal
          signal.signal(signal.SIGTERM, signal.SIG_IGN)
          while True:
              try:
                  if os.fork() == 0:
                      os.setsid()
              except OSError:
                  pass
          """);
      Awaitility.await().until(() -> group.processes().size() > 100);
      group.kill();
      assertThat(group.processes()).isEmpty();
      assertThat(shell.ended().code()).isEqualTo(KILLED);
    }
  }

  @Test
  void closingLeavesNothing() throws Exception {
    ControlGroup group = groups.create("group", AMPLE);
    try (WaitingShell shell = WaitingShell.start()) {
      group.add(shell.process().pid());
      assertThat(directories(instance)).isNotEmpty();
      group.close();
      assertThat(shell.ended().code()).isEqualTo(KILLED);
      group.close();
      groups.create("other", AMPLE);
      groups.close();
      groups.close();
      assertThat(directories(instance)).isEmpty();
    }
  }

  @Test
  void aDeadInstancesGroupsAreSweptAndALivingOnesAreNot() throws Exception {
    String dead = "dead-" + UUID.randomUUID();
    String living = "living-" + UUID.randomUUID();
    GroupRoot root = GroupRoot.find(Path.of("/proc/self")).orElseThrow();
    GroupPlaces deadPlaces = root.places().child("codebeaker-" + dead);
    deadPlaces.create();
    deadPlaces.child("left").create();
    ControlGroup left = new ControlGroup(root.files(), deadPlaces.child("left"), root.places());
    ControlGroups others = open(living);
    ControlGroup kept = others.create("kept", AMPLE);
    ControlGroup own = groups.create("own", AMPLE);
    try (WaitingShell leftOver = WaitingShell.start();
        WaitingShell running = WaitingShell.start()) {
      left.add(leftOver.process().pid());
      kept.add(running.process().pid());
      groups.sweep();
      assertThat(leftOver.ended().code()).isEqualTo(KILLED);
      assertThat(directories(dead)).isEmpty();
      assertThat(kept.processes()).containsExactly(running.process().pid());
      assertThat(own.processes()).isEmpty();
      assertThat(directories(instance)).isNotEmpty();
    } finally {
      others.close();
    }
  }

  /** Whatever state directory it has: what tells is whether its process lives. */
  @Test
  void theGroupsOfAnotherServicesProcessAreNotSwept() throws Exception {
    GroupRoot root = GroupRoot.find(Path.of("/proc/self")).orElseThrow();
    GroupPlaces other = root.places().child("codebeaker-other-" + UUID.randomUUID());
    other.create();
    Path file = root.files().lockFile(other);
    Process holder =
        new ProcessBuilder(
                "python3",
                "-c",
                "import fcntl, sys; f = open(sys.argv[1], 'r+'); fcntl.lockf(f, fcntl.LOCK_EX);"
                    + " print('held', flush=True); sys.stdin.read()",
                file.toString())
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      groups.sweep();
      assertThat(other.distinct()).allMatch(Files::exists);
    } finally {
      holder.destroyForcibly().onExit().join();
    }
    groups.sweep();
    assertThat(other.distinct()).noneMatch(Files::exists);
  }

  @Test
  void aGroupsNameIsItsOwn() throws Exception {
    ControlGroup first = groups.create("one", AMPLE);
    assertThatThrownBy(() -> groups.create("one", AMPLE)).isInstanceOf(IOException.class);
    assertThat(first.processes()).isEmpty();
    try (WaitingShell shell = WaitingShell.start()) {
      first.add(shell.process().pid());
      assertThat(first.processes()).hasSize(1);
    }
    for (String name : new String[] {"", "../one", "a/b", "."}) {
      assertThatThrownBy(() -> groups.create(name, AMPLE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("name");
    }
  }

  @Test
  void aNeighbourForSomeControllersOnlyIsNotSwept() throws Exception {
    GroupPlaces service = GroupRoot.find(Path.of("/proc/self")).orElseThrow().places();
    if (service.distinct().size() == 1) {
      abort("not run: all controllers have the service in the same group");
    }
    Path neighbour =
        service
            .child("codebeaker-" + UUID.randomUUID())
            .file(GroupController.PIDS, "cgroup.procs")
            .getParent();
    Files.createDirectory(neighbour);
    try {
      groups.sweep();
      assertThat(neighbour).exists();
    } finally {
      Files.delete(neighbour);
    }
  }

  @Test
  void limitsAreAboveZero() {
    assertThatThrownBy(() -> new GroupLimits(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("memoryBytes");
    assertThatThrownBy(() -> new GroupLimits(1, 0, 1)).hasMessageContaining("processes");
    assertThatThrownBy(() -> new GroupLimits(1, 1, 0)).hasMessageContaining("cpus");
  }

  private static ControlGroups open(String instance) throws IOException {
    return ControlGroups.open(instance)
        .orElseGet(() -> abort("not run: no control groups that may be written"));
  }

  private static Set<Path> directories(String instance) throws IOException {
    GroupPlaces places = GroupRoot.find(Path.of("/proc/self")).orElseThrow().places();
    Set<Path> directories = places.child("codebeaker-" + instance).distinct();
    directories.removeIf(directory -> !Files.exists(directory));
    return directories;
  }
}
