package dev.codebeaker.linux;

/**
 * What the processes of a control group may use together.
 *
 * @param memoryBytes memory and what the kernel keeps for them, without swap
 * @param processes processes and threads
 * @param cpus processors' worth of time, a fraction or more than one
 */
public record GroupLimits(long memoryBytes, int processes, double cpus) {
  /** The kernel deals time out in slices of this length, and not less of it than the least. */
  static final long PERIOD_MICROSECONDS = 100_000;

  private static final long LEAST_QUOTA_MICROSECONDS = 1_000;

  public GroupLimits {
    if (memoryBytes <= 0 || processes <= 0 || cpus <= 0) {
      throw new IllegalArgumentException(
          "memoryBytes, processes and cpus must be above 0; they are "
              + memoryBytes
              + ", "
              + processes
              + " and "
              + cpus);
    }
  }

  /** Whether they get less than the machine has. */
  boolean dealsOutTime() {
    return cpus < Runtime.getRuntime().availableProcessors();
  }

  long quotaMicroseconds() {
    return Math.max(LEAST_QUOTA_MICROSECONDS, Math.round(cpus * PERIOD_MICROSECONDS));
  }
}
