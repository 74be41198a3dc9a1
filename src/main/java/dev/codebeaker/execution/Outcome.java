package dev.codebeaker.execution;

/**
 * How an execution ended. Whatever the program did is one of these; it never throws.
 *
 * <p>{@link #state()} tells what became of the context it ran in.
 */
public sealed interface Outcome {
  Usage usage();

  ContextState state();

  /** Its name on the wire and in metrics. */
  String label();

  /** What became of the context an execution ran in. */
  enum ContextState {
    /** There was none: the execution was a program of its own. */
    NONE,
    /** It holds what the execution left in it. */
    KEPT,
    /** It was put back to what it was after its last good turn. */
    RESTORED,
    /** It could not be put back, and starts empty at its next turn. */
    RESET;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** It ended by itself. 0 is success; 1 an uncaught exception; else what it passed to exit. */
  record Exited(int code, Usage usage, ContextState state) implements Outcome {
    @Override
    public String label() {
      return "exited";
    }
  }

  /** A signal ended it. */
  record Signalled(String signal, Usage usage, ContextState state) implements Outcome {
    @Override
    public String label() {
      return "signalled";
    }
  }

  /** It used up a limit and was stopped, or failed for want of what the limit withheld. */
  record LimitExceeded(Limit limit, Usage usage, ContextState state) implements Outcome {
    @Override
    public String label() {
      return "limit_exceeded";
    }
  }

  /** The machine it ran on faulted: an illegal access, an unreachable instruction. */
  record Trapped(String reason, Usage usage, ContextState state) implements Outcome {
    @Override
    public String label() {
      return "trapped";
    }
  }

  /**
   * It never ran, because it could not be compiled: what it showed is what the compiler said.
   *
   * @param compiler how the compiler ended: it exited, or was stopped at a limit of compiling
   */
  record NotCompiled(Outcome compiler) implements Outcome {
    @Override
    public Usage usage() {
      return compiler.usage();
    }

    @Override
    public ContextState state() {
      return compiler.state();
    }

    @Override
    public String label() {
      return compiler.label();
    }
  }

  /** The client, a disconnect or the service stopped it. */
  record Cancelled(String reason, Usage usage, ContextState state) implements Outcome {
    @Override
    public String label() {
      return "cancelled";
    }
  }
}
