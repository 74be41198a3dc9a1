package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every kernel's unified hierarchy has is tested with it; the controllers' files, which it has
 * only if no hierarchy of the first version took them, with files that are like them.
 */
class SecondVersionTest {
  private static final GroupLimits LIMITS = new GroupLimits(64 << 20, 20, 1.5);

  @TempDir Path own;

  @Test
  void limitsAreWrittenWhereTheKernelReadsThem() throws Exception {
    delegated("cpuset cpu memory pids", "");
    ControlGroups groups = ControlGroups.open(open().orElseThrow(), "one");
    assertThat(own.resolve("cgroup.subtree_control")).hasContent("+memory +pids +cpu");
    assertThat(own.resolve("codebeaker-one/cgroup.subtree_control"))
        .hasContent("+memory +pids +cpu");
    groups.create("group", LIMITS);
    Path group = own.resolve("codebeaker-one/group");
    assertThat(group.resolve("memory.max")).hasContent("67108864");
    assertThat(group.resolve("pids.max")).hasContent("20");
    assertThat(group.resolve("cpu.max")).hasContent("150000 100000");
    assertThat(group.resolve("memory.swap.max")).doesNotExist();
  }

  @Test
  void swapIsRefusedAndTheWholeGroupIsKilledWhereTheKernelCan() throws Exception {
    Files.createFile(own.resolve("memory.swap.max"));
    Files.createFile(own.resolve("memory.oom.group"));
    new SecondVersionFiles().limit(places(own), LIMITS);
    assertThat(own.resolve("memory.swap.max")).hasContent("0");
    assertThat(own.resolve("memory.oom.group")).hasContent("1");
  }

  @Test
  void whatTheKernelCountedIsRead() throws Exception {
    Files.writeString(own.resolve("cpu.stat"), "usage_usec 2500\nuser_usec 2000\n");
    Files.writeString(own.resolve("memory.events"), "low 0\noom 3\noom_kill 0\n");
    ControlGroup group = new ControlGroup(new SecondVersionFiles(), places(own), places(own));
    assertThat(group.cpuTime()).contains(Duration.ofNanos(2_500_000));
    assertThat(group.peakMemoryBytes()).isEmpty();
    assertThat(group.killedForMemory()).isFalse();
    Files.writeString(own.resolve("memory.events"), "low 0\noom 3\noom_kill 1\n");
    Files.writeString(own.resolve("memory.peak"), "4096\n");
    assertThat(group.killedForMemory()).isTrue();
    assertThat(group.peakMemoryBytes()).hasValue(4096);
  }

  @Test
  void aGroupWithoutTheControllersIsNotUsed() throws Exception {
    delegated("cpu pids", "");
    assertThat(open()).isEmpty();
  }

  @Test
  void aGroupThatLimitsAlreadyIsUsedAsItIs() throws Exception {
    delegated("memory pids", "memory pids");
    Files.createFile(own.resolve("cgroup.type"));
    Files.writeString(own.resolve("cgroup.procs"), "1\n");
    assertThat(open()).isPresent();
    assertThat(own.resolve("cgroup.subtree_control")).hasContent("memory pids");
    Path leaf = Files.createDirectory(own.resolve("codebeaker"));
    assertThat(DelegatedGroup.open(leaf, false).orElseThrow().places().distinct())
        .containsExactly(own);
  }

  @Test
  void othersProcessesAreNotMovedAboutByTheSuperuser() throws Exception {
    delegated("memory pids", "");
    Files.createFile(own.resolve("cgroup.type"));
    Files.writeString(own.resolve("cgroup.procs"), "1\n");
    boolean madeOver = (int) Files.getAttribute(own, "unix:uid") != 0;
    if (!madeOver) {
      assertThat(DelegatedGroup.open(own, false)).isEmpty();
      assertThat(own.resolve("codebeaker")).doesNotExist();
    }
  }

  @Test
  void theServiceMovesToALeaf() throws Exception {
    GroupPlaces group = real();
    try (WaitingShell shell = WaitingShell.start()) {
      group.create();
      group.add(shell.process().pid());
      DelegatedGroup.vacate(group);
      assertThat(group.processes()).isEmpty();
      assertThat(group.child("codebeaker").processes()).containsExactly(shell.process().pid());
    } finally {
      new ControlGroup(
              new SecondVersionFiles(), group.child("codebeaker"), group.child("codebeaker"))
          .close();
      new ControlGroup(new SecondVersionFiles(), group, group).close();
    }
  }

  @Test
  void aForkBombIsKilled() throws Exception {
    GroupPlaces places = real();
    places.create();
    try (ControlGroup group = new ControlGroup(new SecondVersionFiles(), places, places);
        WaitingShell shell = WaitingShell.start()) {
      group.add(shell.process().pid());
      shell.python(
          """
          import os
          for generation in range(6):
              os.fork()
          while True:
              if os.fork() == 0:
                  os._exit(0)
              os.wait()
          """);
      Awaitility.await().until(() -> group.processes().size() > 60);
      group.kill();
      assertThat(group.processes()).isEmpty();
      assertThat(group.cpuTime().orElseThrow()).isPositive();
      assertThat(shell.ended().code()).isEqualTo(128 + 9);
    }
    assertThat(places.distinct()).allSatisfy(directory -> assertThat(directory).doesNotExist());
  }

  private void delegated(String controllers, String subtree) throws IOException {
    Files.writeString(own.resolve("cgroup.controllers"), controllers + "\n");
    Files.writeString(own.resolve("cgroup.subtree_control"), subtree);
    Files.writeString(own.resolve("cgroup.procs"), "");
  }

  private Optional<GroupRoot> open() throws IOException {
    return DelegatedGroup.open(own, false);
  }

  private static GroupPlaces real() throws IOException {
    return GroupMounts.read(Path.of("/proc/self"))
        .unified()
        .map(GroupMounts.Own::group)
        .filter(Files::isWritable)
        .map(group -> places(group.resolve("test-" + UUID.randomUUID())))
        .orElseGet(() -> abort("not run: no unified hierarchy that may be written"));
  }

  private static GroupPlaces places(Path directory) {
    return new GroupPlaces(
        Map.of(
            GroupController.MEMORY, directory,
            GroupController.PIDS, directory,
            GroupController.CPU, directory));
  }
}
