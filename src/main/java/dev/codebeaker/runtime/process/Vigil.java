package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.runtime.process.jail.Consumption;
import dev.codebeaker.runtime.process.jail.UnlinkedFiles;
import dev.codebeaker.workspace.Workspace;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Watches one execution's time, memory and files, and tells it to end when it has used up one of
 * them.
 */
final class Vigil {
  /** What should be at rest is looked at, and its files counted, once in so many times. */
  private static final int SELDOM = 10;

  private static final int ALWAYS = 1;

  /** The confining program's processes, and the supervisor. */
  private static final int CONFINING = 4;

  private final Limits limits;
  private final Consumption consumption;
  private final Workspace workspace;
  private final Consumer<Stop> stopping;
  private final int pace;
  private final long begun = System.nanoTime();
  private final Duration cpuBefore;
  private final boolean ranOutBefore;

  private volatile long peakMemory;
  private volatile Duration cpu = Duration.ZERO;
  private volatile boolean over;
  private int looks;
  private int counts;

  Vigil(Limits limits, Consumption consumption, Workspace workspace, Consumer<Stop> stopping) {
    this(limits, consumption, workspace, stopping, ALWAYS);
  }

  /**
   * Of what is left between executions, and may do in all that time what one execution may: threads
   * and children of a context, and an interpreter that a guest's files lead astray while it waits.
   */
  static Vigil atRest(
      Limits limits, Consumption consumption, Workspace workspace, Consumer<Stop> stopping) {
    return new Vigil(limits, consumption, workspace, stopping, SELDOM);
  }

  private Vigil(
      Limits limits,
      Consumption consumption,
      Workspace workspace,
      Consumer<Stop> stopping,
      int pace) {
    this.pace = pace;
    this.limits = limits;
    this.consumption = consumption;
    this.workspace = workspace;
    this.stopping = stopping;
    this.cpuBefore = consumption.cpu();
    this.ranOutBefore = consumption.ranOutOfMemory();
  }

  long millisLeft() {
    return limits.wall().toMillis() - wall().toMillis();
  }

  private Duration wall() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** On the watchdog's thread, when its time on the clock is up. */
  void wallIsOver() {
    if (!over) {
      stopping.accept(Stop.at(Limit.WALL));
    }
  }

  /** On the watchdog's thread. */
  void look() {
    if (over || ++looks % pace != 0) {
      return;
    }
    measure();
    if (cpu.compareTo(limits.cpu()) >= 0) {
      stopping.accept(Stop.at(Limit.CPU));
    } else if (ranOut() || (!consumption.boundsMemory() && peakMemory > limits.memoryBytes())) {
      stopping.accept(Stop.at(Limit.MEMORY));
    }
  }

  /** The kernel ended one of its processes for it, which need not be the one that is waited for. */
  private boolean ranOut() {
    return !ranOutBefore && consumption.ranOutOfMemory();
  }

  /** On another thread of the watchdog's, because it takes longer. */
  void count() {
    if (!over && ++counts % pace == 0) {
      if (!consumption.boundsMemory()
          && consumption.tasks() > limits.get(Limit.PROCESSES) + CONFINING) {
        stopping.accept(Stop.at(Limit.PROCESSES));
      }
      workspace.exceeded(unlinkedBytes()).ifPresent(limit -> stopping.accept(Stop.at(limit)));
    }
  }

  private long unlinkedBytes() {
    return UnlinkedFiles.bytes(consumption.members(), !consumption.boundsMemory());
  }

  private void measure() {
    cpu = consumption.cpu().minus(cpuBefore);
    peakMemory = Math.max(peakMemory, consumption.memoryBytes());
  }

  /** Ends the watch. */
  void end() {
    over = true;
  }

  /** Ends it with a last look: what is used from now on is not this execution's. */
  void conclude() {
    over = true;
    measure();
  }

  /** What it has used up to the last look. */
  Usage usage(long outputBytes) {
    return new Usage(wall(), cpu, peakMemory, outputBytes);
  }

  /** A limit that it went beyond between two looks. */
  Optional<Limit> exceeded() {
    if (ranOut()) {
      return Optional.of(Limit.MEMORY);
    }
    return cpu.compareTo(limits.cpu()) >= 0 ? Optional.of(Limit.CPU) : workspace.exceeded(0);
  }
}
