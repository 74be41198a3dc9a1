package dev.codebeaker.session;

import dev.codebeaker.execution.Run;
import dev.codebeaker.session.SessionObserver.ExecutionObserver;
import java.time.Duration;
import java.util.Optional;

/** What is to be done when a command's turn has come, and what is known about it before. */
final class Turn {
  /** Does it, on the session's lane. */
  @FunctionalInterface
  interface Action {
    CommandResult perform(QueuedCommand command) throws InterruptedException;
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

  CommandResult perform(QueuedCommand command) throws InterruptedException {
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
