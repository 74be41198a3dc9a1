package dev.codebeaker.session;

import java.util.concurrent.CompletableFuture;

/**
 * A command that was accepted: it runs now, or waits its turn behind the session's others.
 *
 * <p>{@link #result()} completes on a thread of the service that must not be blocked for long; it
 * fails with a {@code ServiceException} when the service could not do it. A command that was
 * cancelled while it waited ends with the outcome {@code Cancelled}.
 */
public interface Submission {
  ExecutionId id();

  /** Completes when the command has left the queue and starts to run. */
  CompletableFuture<Void> started();

  CompletableFuture<CommandResult> result();

  /** Stops it, whether it waits or runs. Does nothing if it has ended. */
  void cancel(String reason);
}
