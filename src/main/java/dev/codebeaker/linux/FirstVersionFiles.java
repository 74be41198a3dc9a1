package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A hierarchy for each controller. */
record FirstVersionFiles() implements GroupFiles {
  private static final int KILL = 9;
  private static final long OWN = ProcessHandle.current().pid();
  private static final String FROZEN = "FROZEN";
  private static final String THAWED = "THAWED";

  @Override
  public Path lockFile(GroupPlaces group) {
    return group.file(GroupController.MEMORY, "notify_on_release");
  }

  @Override
  public void limit(GroupPlaces group, GroupLimits limits) throws IOException {
    String bytes = Long.toString(limits.memoryBytes());
    GroupPlaces.write(group.file(GroupController.MEMORY, "memory.limit_in_bytes"), bytes);
    // Absent where the kernel does not account for swap.
    GroupFiles.writeIfThere(
        group.file(GroupController.MEMORY, "memory.memsw.limit_in_bytes"), bytes);
    GroupPlaces.write(
        group.file(GroupController.PIDS, "pids.max"), Integer.toString(limits.processes()));
    if (group.has(GroupController.CPU)) {
      GroupPlaces.write(
          group.file(GroupController.CPU, "cpu.cfs_period_us"),
          Long.toString(GroupLimits.PERIOD_MICROSECONDS));
      GroupPlaces.write(
          group.file(GroupController.CPU, "cpu.cfs_quota_us"),
          Long.toString(limits.quotaMicroseconds()));
    }
  }

  @Override
  public void open(GroupPlaces parent) {
    // Each directory has its controller from the start.
  }

  @Override
  public boolean takesThreads() {
    return true;
  }

  @Override
  public Optional<Duration> cpuTime(GroupPlaces group) throws IOException {
    return group.has(GroupController.CPUACCT)
        ? Optional.of(
            Duration.ofNanos(
                GroupFiles.number(group.file(GroupController.CPUACCT, "cpuacct.usage"))))
        : Optional.empty();
  }

  @Override
  public OptionalLong peakMemoryBytes(GroupPlaces group) throws IOException {
    return OptionalLong.of(
        GroupFiles.number(group.file(GroupController.MEMORY, "memory.max_usage_in_bytes")));
  }

  @Override
  public boolean killedForMemory(GroupPlaces group) throws IOException {
    Path file = group.file(GroupController.MEMORY, "memory.oom_control");
    return GroupFiles.value(file, "oom_kill").orElse(0) > 0;
  }

  /**
   * Those that make others all the time are frozen first, and make none while they are killed; a
   * killed one ends when it thaws. For all others that is a long way round.
   */
  @Override
  public void killOnce(GroupPlaces group, boolean again) throws IOException {
    boolean freezes =
        again
            && group.has(GroupController.FREEZER)
            && Files.exists(group.file(GroupController.FREEZER, "freezer.state"));
    if (!freezes) {
      killListed(group);
      return;
    }
    Path state = group.file(GroupController.FREEZER, "freezer.state");
    try {
      GroupPlaces.write(state, FROZEN);
      Patience.until("freezing " + state, () -> Files.readString(state).strip().equals(FROZEN));
      killListed(group);
    } finally {
      GroupPlaces.write(state, THAWED);
    }
  }

  private static void killListed(GroupPlaces group) throws IOException {
    for (long process : group.processes()) {
      if (process == OWN) {
        continue; // a thread that starts a program passes through
      }
      try {
        Syscall.call(SystemCall.KILL, process, KILL);
      } catch (LinuxFailure failure) {
        if (failure.errno() != LinuxFailure.ESRCH) {
          throw failure;
        }
      }
    }
  }
}
