package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.runtime.process.jail.Consumption;
import dev.codebeaker.workspace.Workspace;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Watches one execution's time, memory and files, and tells it to end when it has used up one of
 * them.
 */
final class Vigil {
  /** Files are counted once in so many looks: it takes longer. */
  private static final int LOOKS_PER_COUNT = 10;

  private final Limits limits;
  private final Consumption consumption;
  private final Workspace workspace;
  private final Consumer<Stop> stopping;
  private final long begun = System.nanoTime();
  private final Duration cpuBefore;

  private volatile long peakMemory;
  private volatile Duration cpu = Duration.ZERO;
  private volatile boolean over;
  private int looks;

  Vigil(Limits limits, Consumption consumption, Workspace workspace, Consumer<Stop> stopping) {
    this.limits = limits;
    this.consumption = consumption;
    this.workspace = workspace;
    this.stopping = stopping;
    this.cpuBefore = consumption.cpu();
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
    if (over) {
      return;
    }
    measure();
    if (cpu.compareTo(limits.cpu()) >= 0) {
      stopping.accept(Stop.at(Limit.CPU));
    } else if (!consumption.boundsMemory() && peakMemory > limits.memoryBytes()) {
      stopping.accept(Stop.at(Limit.MEMORY));
    } else if (++looks % LOOKS_PER_COUNT == 0) {
      workspace.exceeded().ifPresent(limit -> stopping.accept(Stop.at(limit)));
    }
  }

  private void measure() {
    cpu = consumption.cpu().minus(cpuBefore);
    peakMemory = Math.max(peakMemory, consumption.memoryBytes());
  }

  /** Ends the watch. */
  void end() {
    over = true;
  }

  /** What it used, after its end: the last look is taken now. */
  Usage usage(long outputBytes) {
    measure();
    return new Usage(wall(), cpu, peakMemory, outputBytes);
  }

  /** A limit that it went beyond between two looks. */
  Optional<Limit> exceeded() {
    if (consumption.ranOutOfMemory()) {
      return Optional.of(Limit.MEMORY);
    }
    return cpu.compareTo(limits.cpu()) >= 0 ? Optional.of(Limit.CPU) : workspace.exceeded();
  }
}
