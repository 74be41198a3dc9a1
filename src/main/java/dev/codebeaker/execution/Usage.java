package dev.codebeaker.execution;

import java.time.Duration;

/**
 * What an execution used.
 *
 * @param wall from its start to its end
 * @param cpu processor time; zero where the runtime can not tell
 * @param peakMemoryBytes the most memory it held; zero where the runtime can not tell
 * @param sharedMemoryBytes what of that costs the host nothing, because others hold it too: pages
 *     of a base it was forked from; zero where the runtime can not tell
 * @param outputBytes standard output and standard error together, as written by the program
 */
public record Usage(
    Duration wall, Duration cpu, long peakMemoryBytes, long sharedMemoryBytes, long outputBytes) {
  public static final Usage NONE = new Usage(Duration.ZERO, Duration.ZERO, 0, 0);

  public Usage(Duration wall, Duration cpu, long peakMemoryBytes, long outputBytes) {
    this(wall, cpu, peakMemoryBytes, 0, outputBytes);
  }

  /** What it cost the host. */
  public long ownMemoryBytes() {
    return peakMemoryBytes - sharedMemoryBytes;
  }
}
