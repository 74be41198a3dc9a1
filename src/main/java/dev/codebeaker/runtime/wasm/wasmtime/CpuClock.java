package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.time.Duration;

/** Time on the clock and on the processor of one guest's turns, read on the guest's thread. */
final class CpuClock {
  private static final int CLOCK_THREAD_CPUTIME_ID = 3;
  private static final long NANOS = 1_000_000_000;
  private static final ThreadLocal<MemorySegment> TIME =
      ThreadLocal.withInitial(() -> java.lang.foreign.Arena.ofAuto().allocate(16, 8));

  private long startedAt;
  private long cpuAtStart;
  private long wall;
  private long cpu;

  void begin() {
    startedAt = Watchdog.now();
    cpuAtStart = threadCpu();
  }

  void end() {
    cpu = used();
    wall = Watchdog.now() - startedAt;
  }

  /** Processor time of the turn under way. */
  long used() {
    return threadCpu() - cpuAtStart;
  }

  Duration wall() {
    return Duration.ofNanos(wall);
  }

  Duration cpu() {
    return Duration.ofNanos(cpu);
  }

  private static long threadCpu() {
    MemorySegment time = TIME.get();
    return Libc.clockGettime(CLOCK_THREAD_CPUTIME_ID, time) == 0
        ? time.get(JAVA_LONG, 0) * NANOS + time.get(JAVA_LONG, 8)
        : 0;
  }
}
