package dev.codebeaker.runtime.wasm;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Execution;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a guest. It exists before its guest does: what is asked of it meanwhile (input, a
 * cancel) is kept and passed on.
 */
final class WasmExecution implements Execution {
  private final RunCode command;
  private final Limits limits;
  private final OutputSink sink;
  private final long submittedAt = System.nanoTime();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  // guarded by this
  private @Nullable WasmGuest guest;
  private @Nullable String cancelled;
  private final ByteArrayOutputStream early = new ByteArrayOutputStream();
  private boolean earlyEnd;

  WasmExecution(RunCode command, Limits limits, OutputSink sink) {
    this.command = command;
    this.limits = limits;
    this.sink = sink;
  }

  /**
   * Runs on a guest thread, from beginning to end.
   *
   * @param opening gives the guest
   * @param after what is to be done with the guest once the outcome is known
   */
  void run(Supplier<WasmGuest> opening, java.util.function.Consumer<WasmGuest> after) {
    try {
      long waited = (System.nanoTime() - submittedAt) / 1_000_000;
      if (isCancelled() || waited >= limits.wall().toMillis()) {
        outcome.complete(neverRan(waited));
        return;
      }
      WasmGuest opened = opening.get();
      try {
        adopt(opened);
        Limits left =
            waited < 10
                ? limits
                : limits.with(java.util.Map.of(Limit.WALL, limits.wall().toMillis() - waited));
        outcome.complete(opened.run(command, left, sink));
      } finally {
        release();
        after.accept(opened);
      }
    } catch (Throwable failure) {
      outcome.completeExceptionally(failure(failure));
    } finally {
      left.complete(null);
    }
  }

  RunCode command() {
    return command;
  }

  private synchronized boolean isCancelled() {
    return cancelled != null;
  }

  private synchronized Outcome neverRan(long waitedMillis) {
    Usage usage = new Usage(Duration.ofMillis(waitedMillis), Duration.ZERO, 0, 0);
    ContextState state = command.context().isPresent() ? ContextState.KEPT : ContextState.NONE;
    return cancelled != null
        ? new Outcome.Cancelled(cancelled, usage, state)
        : new Outcome.LimitExceeded(Limit.WALL, usage, state);
  }

  private synchronized void adopt(WasmGuest opened) {
    guest = opened;
    if (early.size() > 0) {
      opened.input(early.toByteArray());
      early.reset();
    }
    if (earlyEnd) {
      opened.endInput();
    }
    if (cancelled != null) {
      opened.stop(cancelled);
    }
  }

  private synchronized void release() {
    guest = null;
  }

  @Override
  public Outcome await() throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ServiceException known) {
        throw known;
      }
      throw failure(failed);
    }
  }

  @Override
  public CompletableFuture<Outcome> ending() {
    return outcome;
  }

  private static ServiceException failure(Throwable cause) {
    return cause instanceof ServiceException known
        ? known
        : ServiceException.because(
            ErrorCode.RUNTIME_FAILED, "the wasm runtime failed to run this", cause);
  }

  /** Waits until the guest's thread has let go of it and all that belongs to it. */
  void awaitLeft() {
    left.join();
  }

  @Override
  public synchronized void cancel(String reason) {
    if (cancelled != null) {
      return;
    }
    cancelled = reason;
    if (guest != null) {
      guest.stop(reason);
    }
  }

  @Override
  public synchronized void input(byte[] data) {
    if (guest != null) {
      guest.input(data);
    } else if (!left.isDone() && !earlyEnd) {
      early.writeBytes(data);
    }
  }

  @Override
  public synchronized void endInput() {
    if (guest != null) {
      guest.endInput();
    } else {
      earlyEnd = true;
    }
  }
}
