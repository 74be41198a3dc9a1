package dev.codebeaker.runtime.wasm;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.Settling;
import java.time.Duration;
import java.util.Optional;

/**
 * A program about to run, or a context between turns.
 *
 * <p>{@link #run} is called by one thread at a time, a platform thread whose stack the engine asked
 * for; {@link #stop}, {@link #input} and {@link #endInput} by any, at any time. {@link #close} may
 * be called while it runs: it stops the guest, waits for it and releases all it held.
 */
public interface WasmGuest extends AutoCloseable {
  /** Runs one execution to its end. Limits, output cap and state are the guest's own business. */
  Outcome run(RunCode command, Limits limits, OutputSink sink);

  /**
   * Called on the same thread once the outcome of a turn has been handed over, before the next
   * turn: the place for what need not delay the answer, such as a checkpoint.
   *
   * @return what was done; empty where nothing had to be, or it is done elsewhere
   */
  default Optional<Settling> settle() {
    return Optional.empty();
  }

  /** Settles, and tells how long that took. */
  default void settle(Settling.Observer observer) {
    long begun = System.nanoTime();
    Optional<Settling> done = settle();
    done.ifPresent(what -> observer.took(what, Duration.ofNanos(System.nanoTime() - begun)));
  }

  /** Asks what runs now to end: the outcome is Cancelled with that reason. */
  void stop(String reason);

  void input(byte[] data);

  void endInput();

  @Override
  void close();
}
