package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.language.Ending;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes an outcome of what is known of an end. */
final class Verdict {
  private static final int SIGNAL_BASE = 128;
  private static final int SIGXCPU = 24;
  private static final int SIGXFSZ = 25;

  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(5, "SIGTRAP"),
          Map.entry(6, "SIGABRT"),
          Map.entry(7, "SIGBUS"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, "SIGKILL"),
          Map.entry(10, "SIGUSR1"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(12, "SIGUSR2"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(14, "SIGALRM"),
          Map.entry(15, "SIGTERM"),
          Map.entry(SIGXCPU, "SIGXCPU"),
          Map.entry(SIGXFSZ, "SIGXFSZ"),
          Map.entry(31, "SIGSYS"));

  private Verdict() {}

  /** Of something that was told to end. */
  static Outcome stopped(Stop why, Usage usage, ContextState state) {
    return why.limit().isPresent()
        ? new Outcome.LimitExceeded(why.limit().get(), usage, state)
        : new Outcome.Cancelled(why.reason(), usage, state);
  }

  /**
   * Of a program.
   *
   * @param code as a shell tells it, or empty if its jail ended with it
   * @param told what its interpreter said of its end
   * @param beyond a limit it went beyond unnoticed
   */
  static Outcome program(
      OptionalInt code, Optional<Ending> told, Optional<Limit> beyond, Usage usage) {
    if (beyond.isPresent()) {
      return new Outcome.LimitExceeded(beyond.get(), usage, ContextState.NONE);
    }
    if (code.isEmpty()) {
      return new Outcome.Signalled("SIGKILL", usage, ContextState.NONE);
    }
    Optional<Limit> limit = told.flatMap(ending -> limit(ending.how()));
    if (code.getAsInt() != 0 && limit.isPresent()) {
      return new Outcome.LimitExceeded(limit.get(), usage, ContextState.NONE);
    }
    return exited(code.getAsInt(), usage);
  }

  private static Outcome exited(int code, Usage usage) {
    int signal = code - SIGNAL_BASE;
    return switch (signal) {
      case SIGXCPU -> new Outcome.LimitExceeded(Limit.CPU, usage, ContextState.NONE);
      case SIGXFSZ -> new Outcome.LimitExceeded(Limit.WORKSPACE, usage, ContextState.NONE);
      default ->
          SIGNALS.containsKey(signal)
              ? new Outcome.Signalled(SIGNALS.get(signal), usage, ContextState.NONE)
              : new Outcome.Exited(code, usage, ContextState.NONE);
    };
  }

  /** Of a turn that its interpreter told the end of. */
  static Outcome turn(Ending ending, Usage usage) {
    return limit(ending.how())
        .<Outcome>map(limit -> new Outcome.LimitExceeded(limit, usage, ContextState.KEPT))
        .orElseGet(() -> new Outcome.Exited(ending.code(), usage, ContextState.KEPT));
  }

  private static Optional<Limit> limit(Ending.How how) {
    return switch (how) {
      case EXIT, EXCEPTION, INTERRUPT -> Optional.empty();
      case OUT_OF_MEMORY -> Optional.of(Limit.MEMORY);
      case TOO_DEEP -> Optional.of(Limit.STACK);
    };
  }
}
