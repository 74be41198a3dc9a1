package dev.codebeaker.cli;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.failure.ErrorCode.Category;
import dev.codebeaker.failure.ServiceException;
import java.util.Map;

/** What the process exits with; the numbers shells and {@code timeout} have taught people. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;

  /** The command line or the request is wrong. */
  static final int USAGE = 2;

  /** Time was up. */
  static final int TIMEOUT = 124;

  /** The service, not the program, failed. */
  static final int SERVICE = 125;

  /** Ctrl-C. */
  static final int INTERRUPTED = 130;

  /** The machine it ran on faulted: as a process that was aborted. */
  static final int ABORTED = 134;

  /** Any limit but time: as a process that was killed. */
  static final int KILLED = 137;

  /** Nobody reads the output any more. */
  static final int BROKEN_PIPE = 141;

  private static final int SIGNAL_BASE = 128;
  private static final int KILL = 9;
  private static final Map<String, Integer> SIGNALS =
      Map.of(
          "HUP", 1, "INT", 2, "QUIT", 3, "ILL", 4, "ABRT", 6, "FPE", 8, "KILL", 9, "SEGV", 11,
          "PIPE", 13, "TERM", 15);

  private ExitCode() {}

  static int of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Exited exited -> exited.code();
      case Outcome.LimitExceeded exceeded -> of(exceeded.limit());
      case Outcome.Trapped _ -> ABORTED;
      case Outcome.Cancelled _ -> INTERRUPTED;
      case Outcome.NotCompiled(Outcome compiler) -> of(compiler);
      case Outcome.Signalled signalled -> of(signalled.signal());
    };
  }

  static int of(ServiceException failure) {
    return failure.code().category() == Category.CALLER ? USAGE : SERVICE;
  }

  private static int of(Limit limit) {
    return switch (limit) {
      case WALL, CPU -> TIMEOUT;
      case MEMORY, STACK, OUTPUT, WORKSPACE, FILES, OPEN_FILES, PROCESSES -> KILLED;
    };
  }

  private static int of(String signal) {
    String name = signal.startsWith("SIG") ? signal.substring(3) : signal;
    return SIGNAL_BASE + SIGNALS.getOrDefault(name, KILL);
  }
}
