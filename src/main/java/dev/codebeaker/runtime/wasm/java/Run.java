package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Usage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;

/**
 * One execution on the thread that made this object: its clock, and the one thing that may stop it.
 *
 * <p>A stop interrupts the thread, and only while the execution lasts: the thread belongs to a pool
 * and must be given back clean.
 */
public final class Run {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Whether this machine can tell the processor time of another thread. */
  static final boolean CPU_TIME = THREADS.isThreadCpuTimeSupported();

  private final Thread thread = Thread.currentThread();
  private final Limits limits;
  private final long startedAt = System.nanoTime();
  private final long cpuAtStart;
  private Optional<Stop> stop = Optional.empty();
  private boolean over;

  public Run(Limits limits) {
    this.limits = limits;
    this.cpuAtStart = cpuTime();
  }

  /** The first stop counts; a later one only repeats the interrupt. */
  public synchronized void stop(Stop why) {
    if (over) {
      return;
    }
    if (stop.isEmpty()) {
      stop = Optional.of(why);
    }
    thread.interrupt();
  }

  public synchronized Optional<Stop> stopped() {
    return stop;
  }

  /** Stops it if its time is up; interrupts again if the guest swallowed the first one. */
  public void check() {
    Optional<Stop> already = stopped();
    if (already.isPresent()) {
      stop(already.get());
    } else if (wall().compareTo(limits.wall()) > 0) {
      stop(new Stop.Exceeded(Limit.WALL));
    } else if (CPU_TIME && cpu().compareTo(limits.cpu()) > 0) {
      stop(new Stop.Exceeded(Limit.CPU));
    }
  }

  /** The end: no interrupt reaches the thread behind this. */
  public synchronized void end() {
    over = true;
    Thread.interrupted();
  }

  public Usage usage(long peakMemoryBytes, long outputBytes) {
    return new Usage(wall(), cpu(), peakMemoryBytes, outputBytes);
  }

  public Thread thread() {
    return thread;
  }

  private Duration wall() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  private Duration cpu() {
    return Duration.ofNanos(Math.max(0, cpuTime() - cpuAtStart));
  }

  private long cpuTime() {
    return CPU_TIME ? Math.max(0, THREADS.getThreadCpuTime(thread.threadId())) : 0;
  }
}
