package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.runtime.wasm.java.wasi.GuestExit;
import java.util.Optional;

/** Turns the way a guest was left into an outcome. */
public final class Endings {
  private Endings() {}

  public static Outcome stopped(Stop stop, Usage usage, ContextState state) {
    return switch (stop) {
      case Stop.Exceeded exceeded -> new Outcome.LimitExceeded(exceeded.limit(), usage, state);
      case Stop.Cancelled cancelled -> new Outcome.Cancelled(cancelled.reason(), usage, state);
    };
  }

  /**
   * @param stop what stopped the run, if anything did
   * @param memoryRefused whether the guest was denied memory before it failed
   */
  public static Outcome thrown(
      Throwable error,
      Optional<Stop> stop,
      boolean memoryRefused,
      Usage usage,
      ContextState state) {
    if (error instanceof GuestExit exit) {
      return new Outcome.Exited(exit.code(), usage, state);
    }
    if (stop.isPresent()) {
      return stopped(stop.get(), usage, state);
    }
    if (isStackOverflow(error)) {
      return new Outcome.LimitExceeded(Limit.STACK, usage, state);
    }
    if (memoryRefused || isOutOfMemory(error)) {
      return new Outcome.LimitExceeded(Limit.MEMORY, usage, state);
    }
    return new Outcome.Trapped(ModuleRules.firstLine(error), usage, state);
  }

  private static boolean isOutOfMemory(Throwable error) {
    return error instanceof OutOfMemoryError || error instanceof GuestMemory.MemoryRefused;
  }

  private static boolean isStackOverflow(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof StackOverflowError || at instanceof GuardedMachine.StackExhausted) {
        return true;
      }
    }
    return false;
  }
}
