package dev.codebeaker.session;

import dev.codebeaker.admission.Admission;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Execution;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One command of a session from its acceptance to its result. What arrives for it before its
 * execution exists, input, signals or a cancellation, is kept until then.
 */
final class QueuedCommand implements Submission {
  private enum State {
    WAITING,
    RUNNING,
    ENDED
  }

  private final ExecutionId id;
  private final Turn turn;
  private final Session session;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CompletableFuture<CommandResult> result = new CompletableFuture<>();

  // guarded by this
  private State state = State.WAITING;
  private @Nullable Execution execution;
  private @Nullable String cancelReason;
  private final EarlyArrivals early = new EarlyArrivals();
  private boolean inputEnded;
  private long inputBytes;

  QueuedCommand(ExecutionId id, Turn turn, Session session) {
    this.id = id;
    this.turn = turn;
    this.session = session;
    this.inputEnded = !turn.takesInput();
  }

  @Override
  public ExecutionId id() {
    return id;
  }

  @Override
  public CompletableFuture<Void> started() {
    return started;
  }

  @Override
  public CompletableFuture<CommandResult> result() {
    return result;
  }

  @Override
  public void cancel(String reason) {
    stop(reason);
  }

  Turn turn() {
    return turn;
  }

  /** Whether there was something to stop. */
  boolean stop(String reason) {
    synchronized (this) {
      if (state == State.ENDED || (state == State.RUNNING && !turn.isRun())) {
        return false;
      }
      if (state == State.RUNNING) {
        cancelReason = cancelReason == null ? reason : cancelReason;
        if (execution != null) {
          execution.cancel(cancelReason);
        }
        return true;
      }
      state = State.ENDED;
    }
    started.cancel(false);
    session.withdraw(this);
    end(cancelled(reason));
    return true;
  }

  /** Its turn has come; false if it was cancelled while it waited. */
  boolean begin() {
    synchronized (this) {
      if (state != State.WAITING) {
        return false;
      }
      state = State.RUNNING;
    }
    turn.observer().started(turn.waited());
    started.complete(null);
    return true;
  }

  /** Hands on what arrived before the execution existed. */
  synchronized void attach(Execution begun) {
    execution = begun;
    early.passTo(begun);
    if (cancelReason != null) {
      begun.cancel(cancelReason);
    }
  }

  synchronized void input(byte[] data, boolean end, Admission admission) {
    if (inputEnded) {
      throw ServiceException.of(ErrorCode.INVALID_PARAMS, "its standard input has been ended")
          .field("executionId")
          .fix("start it with its standard input left open");
    }
    admission.checkInput(inputBytes + data.length);
    begunOr(() -> early.input(data)).ifPresent(begun -> begun.input(data));
    inputBytes += data.length;
    inputEnded = end;
    if (end) {
      begunOr(early::endInput).ifPresent(Execution::endInput);
    }
  }

  /** What has begun is told without a lock: it may take its time, and be cancelled meanwhile. */
  void signal(Signal signal) {
    begunOr(() -> early.signal(signal)).ifPresent(begun -> begun.signal(signal));
  }

  /**
   * What has begun, to be told; else it is kept for what is to come. Nobody wants it after the end.
   */
  private synchronized Optional<Execution> begunOr(Runnable keep) {
    if (execution == null && state != State.ENDED) {
      keep.run();
    }
    return Optional.ofNullable(execution);
  }

  void resize(TerminalSize size) {
    if (!turn.hasTerminal()) {
      throw ServiceException.of(ErrorCode.INVALID_PARAMS, "it has no terminal")
          .field("executionId")
          .fix("start it with a tty: {\"cols\": 80, \"rows\": 24}");
    }
    begunOr(() -> early.resize(size)).ifPresent(begun -> begun.resize(size));
  }

  void end(CommandResult how) {
    Optional<Outcome> outcome =
        how instanceof CommandResult.Ran ran ? Optional.of(ran.outcome()) : Optional.empty();
    leave(outcome, Optional.empty());
    result.complete(how);
  }

  void fail(ServiceException failure) {
    leave(Optional.empty(), Optional.of(failure.code()));
    result.completeExceptionally(failure);
  }

  /** The outcome of a command that did not come to run. */
  CommandResult cancelled(String reason) {
    ContextState state = turn.inContext() ? ContextState.KEPT : ContextState.NONE;
    return new CommandResult.Ran(
        new Outcome.Cancelled(reason, Usage.NONE, state), session.runtimeName());
  }

  /** Before the result is told: who has it finds the session free for the next command. */
  private void leave(Optional<Outcome> outcome, Optional<ErrorCode> failure) {
    synchronized (this) {
      state = State.ENDED;
      execution = null;
      early.clear();
    }
    session.ended(this);
    turn.observer().finished(turn.took(), outcome, failure);
  }
}
