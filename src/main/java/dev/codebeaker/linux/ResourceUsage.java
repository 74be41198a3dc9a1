package dev.codebeaker.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.time.Duration;

/**
 * What a process that has ended, and those of its children it had waited for, used.
 *
 * @param peakMemoryBytes the largest resident set of one process among them
 */
public record ResourceUsage(Duration cpu, long peakMemoryBytes) {
  /** The size of struct rusage. */
  static final long BYTES = 144;

  private static final long PEAK = 32;
  private static final long KIB = 1024;

  static ResourceUsage of(MemorySegment rusage) {
    Duration user = time(rusage, 0);
    return new ResourceUsage(user.plus(time(rusage, 16)), rusage.get(JAVA_LONG, PEAK) * KIB);
  }

  private static Duration time(MemorySegment rusage, long offset) {
    return Duration.ofSeconds(rusage.get(JAVA_LONG, offset))
        .plusNanos(rusage.get(JAVA_LONG, offset + Long.BYTES) * 1000);
  }
}
