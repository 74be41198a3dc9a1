package dev.codebeaker.selection;

import java.time.Duration;

/**
 * What a session in one language costs on a runtime, as far as is known.
 *
 * @param startup from asking for a sandbox to the first output of the first program in it
 * @param delay how much of that is because opening takes longer now than it usually does
 * @param memoryBytes what an execution takes at its peak
 * @param openings how many times it was measured what opening takes
 * @param starts how many times the first output was seen
 * @param executions how many times the memory was measured
 */
public record RuntimeCost(
    Duration startup,
    Duration delay,
    long memoryBytes,
    long openings,
    long starts,
    long executions) {

  /** Whether it is more than what the runtime declares. */
  public boolean isMeasured() {
    return openings + starts + executions > 0;
  }
}
