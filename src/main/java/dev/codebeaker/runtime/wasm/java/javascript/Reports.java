package dev.codebeaker.runtime.wasm.java.javascript;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.Usage;

/** Reads how a script ended from what it reported. */
final class Reports {
  private static final char OUT_OF_MEMORY = 'M';
  private static final char STACK_FULL = 'S';
  private static final char NONE = 0;

  /** As Node answers a program whose await is never settled. */
  private static final int UNSETTLED = 13;

  private Reports() {}

  static Outcome outcome(ScriptRun script, Usage usage, ContextState state) {
    if (script.outputFull()) {
      return new Outcome.LimitExceeded(Limit.OUTPUT, usage, state);
    }
    if (script.exit().isPresent()) {
      return new Outcome.Exited(script.exit().getAsInt(), usage, state);
    }
    return switch (script.failure()) {
      case OUT_OF_MEMORY -> new Outcome.LimitExceeded(Limit.MEMORY, usage, state);
      case STACK_FULL -> new Outcome.LimitExceeded(Limit.STACK, usage, state);
      case NONE -> new Outcome.Exited(ended(script), usage, state);
      default -> new Outcome.Exited(1, usage, state);
    };
  }

  private static int ended(ScriptRun script) {
    return script.waiting() ? UNSETTLED : script.exitCode();
  }
}
