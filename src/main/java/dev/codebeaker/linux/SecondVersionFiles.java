package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** One hierarchy for all controllers. */
record SecondVersionFiles() implements GroupFiles {
  private static final String NO_SWAP = "0";
  private static final String ON = "1";

  @Override
  public Path lockFile(GroupPlaces group) {
    return memory(group, "cgroup.max.depth");
  }

  @Override
  public void limit(GroupPlaces group, GroupLimits limits) throws IOException {
    GroupPlaces.write(memory(group, "memory.max"), Long.toString(limits.memoryBytes()));
    GroupFiles.writeIfThere(memory(group, "memory.swap.max"), NO_SWAP);
    GroupFiles.writeIfThere(memory(group, "memory.oom.group"), ON);
    GroupPlaces.write(
        group.file(GroupController.PIDS, "pids.max"), Integer.toString(limits.processes()));
    if (group.has(GroupController.CPU)) {
      GroupPlaces.write(
          group.file(GroupController.CPU, "cpu.max"),
          limits.quotaMicroseconds() + " " + GroupLimits.PERIOD_MICROSECONDS);
    }
  }

  @Override
  public void open(GroupPlaces parent) throws IOException {
    StringBuilder controllers = new StringBuilder("+memory +pids");
    if (parent.has(GroupController.CPU)) {
      controllers.append(" +cpu");
    }
    GroupPlaces.write(memory(parent, "cgroup.subtree_control"), controllers.toString());
  }

  /** Only in groups without limits on memory. */
  @Override
  public boolean takesThreads() {
    return false;
  }

  @Override
  public Optional<Duration> cpuTime(GroupPlaces group) throws IOException {
    OptionalLong microseconds = GroupFiles.value(memory(group, "cpu.stat"), "usage_usec");
    return microseconds.isPresent()
        ? Optional.of(Duration.of(microseconds.getAsLong(), ChronoUnit.MICROS))
        : Optional.empty();
  }

  /** Kernels before 5.19 do not tell. */
  @Override
  public OptionalLong peakMemoryBytes(GroupPlaces group) throws IOException {
    Path peak = memory(group, "memory.peak");
    return Files.exists(peak) ? OptionalLong.of(GroupFiles.number(peak)) : OptionalLong.empty();
  }

  @Override
  public boolean killedForMemory(GroupPlaces group) throws IOException {
    return GroupFiles.value(memory(group, "memory.events"), "oom_kill").orElse(0) > 0;
  }

  /** Kernels before 5.14 have no such file, and no Landlock to speak of either. */
  @Override
  public void killOnce(GroupPlaces group, boolean again) throws IOException {
    GroupFiles.writeIfThere(memory(group, "cgroup.kill"), ON);
  }

  private static Path memory(GroupPlaces group, String file) {
    return group.file(GroupController.MEMORY, file);
  }
}
