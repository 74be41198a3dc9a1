package dev.codebeaker.runtime;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
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
    RESTORE,
    /** Programs of the sandbox can be run, not only source text. */
    PROGRAMS,
    /** There is a shell to run commands with. */
    SHELL,
    /** A run can have a terminal. */
    TERMINAL,
    /** What runs can be sent signals. */
    SIGNALS;

    /** Its name on the wire. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    public static Optional<Feature> byLabel(String label) {
      return Arrays.stream(values()).filter(it -> it.label().equals(label)).findFirst();
    }

    /** What a run asks for beyond being run at all. */
    public static Set<Feature> neededBy(Run run) {
      EnumSet<Feature> needed = EnumSet.noneOf(Feature.class);
      switch (run) {
        case RunCode code -> {
          if (code.inContext()) {
            needed.add(CONTEXTS);
          }
        }
        case RunProgram program -> {
          switch (program.how()) {
            case PROGRAM -> needed.add(PROGRAMS);
            case SHELL -> needed.add(SHELL);
          }
        }
      }
      if (run.terminal().isPresent()) {
        needed.add(TERMINAL);
      }
      return needed;
    }

    /** For where a runtime is asked for what it does not offer. */
    ServiceException missing() {
      return ServiceException.of(ErrorCode.NOT_SUPPORTED, "the runtime does not offer " + label());
    }
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
