package dev.codebeaker.execution;

import java.time.Duration;

/**
 * What an execution used.
 *
 * @param wall from its start to its end
 * @param cpu processor time; zero where the runtime can not tell
 * @param peakMemoryBytes the most memory it held; zero where the runtime can not tell
 * @param outputBytes standard output and standard error together, as written by the program
 */
public record Usage(Duration wall, Duration cpu, long peakMemoryBytes, long outputBytes) {
  public static final Usage NONE = new Usage(Duration.ZERO, Duration.ZERO, 0, 0);
}
