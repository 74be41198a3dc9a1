package dev.codebeaker.runtime;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import java.time.Duration;
import java.util.Set;

/**
 * What a runtime can do and what it really enforces. Read by the selector and by the contract
 * tests.
 *
 * @param languages what it runs
 * @param isolation how it confines
 * @param network what a guest can reach
 * @param features what it offers beyond running a program
 * @param enforcedLimits the limits it really stops a guest at, not the ones it accepts
 * @param startup the time from opening a sandbox to its first output, as declared; measurement
 *     corrects it
 * @param memoryOverheadBytes what an open sandbox costs beside the guest's own data, as declared;
 *     measurement corrects it
 * @param maxConcurrent how many sandboxes may be open at once
 */
public record RuntimeCapabilities(
    Set<Language> languages,
    Isolation isolation,
    Network network,
    Set<Feature> features,
    Set<Limit> enforcedLimits,
    Duration startup,
    long memoryOverheadBytes,
    int maxConcurrent) {

  /** What a guest can reach beyond its sandbox. */
  public enum Network {
    NONE,
    FILTERED,
    OPEN
  }

  /** Something a runtime may or may not offer. */
  public enum Feature {
    /** Named interpreters that keep their state between executions. */
    CONTEXTS,
    /** Standard input that arrives while the program runs. */
    STREAMING_STDIN,
    /** Output that is delivered while the program runs. */
    STREAMING_OUTPUT,
    /** Figures and tables as MIME bundles. */
    RICH_RESULTS,
    /** A context survives an execution that was stopped hard. */
    RESTORE
  }

  public RuntimeCapabilities {
    languages = Set.copyOf(languages);
    features = Set.copyOf(features);
    enforcedLimits = Set.copyOf(enforcedLimits);
    if (startup.isNegative() || memoryOverheadBytes < 0 || maxConcurrent < 1) {
      throw new IllegalArgumentException("startup, memory and concurrency must not be negative");
    }
  }
}
