package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.Usage;

/** The ends of guests as outcomes: the same for every language. */
public final class GuestOutcomes {
  private GuestOutcomes() {}

  /** Of a turn that did not return, after it. */
  public static Outcome of(GuestEnd end, Instance guest, ContextState state) {
    Usage usage = guest.usage();
    return switch (end) {
      case GuestExit exit -> new Outcome.Exited(exit.status(), usage, state);
      case GuestTrap trap when trap.kind() == GuestTrap.Kind.STACK_EXHAUSTED ->
          new Outcome.LimitExceeded(Limit.STACK, usage, state);
      case GuestTrap trap -> new Outcome.Trapped(trap.kind().label(), usage, state);
      case GuestStopped stopped -> stopped(stopped.stopCause(), guest, state);
    };
  }

  /** Of a turn that ended because it was asked to stop, gently or not, after it. */
  public static Outcome stopped(StopCause cause, Instance guest, ContextState state) {
    Usage usage = guest.usage();
    return switch (cause) {
      case WALL -> new Outcome.LimitExceeded(Limit.WALL, usage, state);
      case CPU -> new Outcome.LimitExceeded(Limit.CPU, usage, state);
      case OUTPUT -> new Outcome.LimitExceeded(Limit.OUTPUT, usage, state);
      case CANCELLED -> new Outcome.Cancelled(guest.stopReason(), usage, state);
    };
  }
}
