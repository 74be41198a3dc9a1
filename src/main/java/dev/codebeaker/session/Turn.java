package dev.codebeaker.session;

import dev.codebeaker.execution.RunCode;
import dev.codebeaker.session.SessionObserver.ExecutionObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What is to be done when a command's turn has come, and what is known about it before. */
final class Turn {
  /** Begins it when its turn has come; it is done when the result is there. */
  @FunctionalInterface
  interface Action {
    CompletableFuture<CommandResult> perform(QueuedCommand command);
  }

  private final Optional<RunCode> code;
  private final long bytes;
  private final Action action;
  private final ExecutionObserver observer;
  private final long acceptedAt = System.nanoTime();
  private volatile long startedAt = acceptedAt;

  /**
   * @param bytes what it holds while it waits
   */
  Turn(Optional<RunCode> code, long bytes, Action action, ExecutionObserver observer) {
    this.code = code;
    this.bytes = bytes;
    this.action = action;
    this.observer = observer;
  }

  boolean isCode() {
    return code.isPresent();
  }

  /** Whether it writes no file before it starts. */
  boolean isCodeAlone() {
    return code.isPresent() && code.get().files().isEmpty();
  }

  boolean inContext() {
    return code.isPresent() && code.get().context().isPresent();
  }

  boolean takesInput() {
    return code.isPresent() && code.get().stdin().open();
  }

  long bytes() {
    return bytes;
  }

  CompletableFuture<CommandResult> perform(QueuedCommand command) {
    return action.perform(command);
  }

  ExecutionObserver observer() {
    return observer;
  }

  /** Marks its start; answers how long it waited. */
  Duration waited() {
    startedAt = System.nanoTime();
    return Duration.ofNanos(startedAt - acceptedAt);
  }

  Duration took() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }
}
