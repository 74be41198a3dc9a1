package dev.codebeaker.session;

import dev.codebeaker.execution.Run;
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

  private final Optional<Run> run;
  private final long bytes;
  private final Action action;
  private final ExecutionObserver observer;
  private final long acceptedAt = System.nanoTime();
  private volatile long startedAt = acceptedAt;

  /**
   * @param bytes what it holds while it waits
   */
  Turn(Optional<Run> run, long bytes, Action action, ExecutionObserver observer) {
    this.run = run;
    this.bytes = bytes;
    this.action = action;
    this.observer = observer;
  }

  boolean isRun() {
    return run.isPresent();
  }

  /** Whether it writes no file before it starts. */
  boolean isCodeAlone() {
    return run.filter(it -> it.files().isEmpty()).isPresent();
  }

  boolean inContext() {
    return run.filter(Run::inContext).isPresent();
  }

  boolean takesInput() {
    return run.filter(it -> it.stdin().open()).isPresent();
  }

  boolean hasTerminal() {
    return run.filter(it -> it.terminal().isPresent()).isPresent();
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
