package dev.codebeaker.session;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Makes an end of whatever comes of a session's commands. */
final class CommandEnds {
  private static final Logger LOG = Logger.getLogger(CommandEnds.class);

  private final SessionId session;
  private final Supplier<Optional<CloseReason>> closing;

  /**
   * @param closing why the session is being closed, if it is
   */
  CommandEnds(SessionId session, Supplier<Optional<CloseReason>> closing) {
    this.session = session;
    this.closing = closing;
  }

  /** Begins a command; what it throws is its result. */
  CompletableFuture<CommandResult> begin(QueuedCommand command) {
    try {
      return command.turn().perform(command);
    } catch (RuntimeException | Error failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /**
   * Ends a command whose result is there. What a close interrupted did not fail: it was cancelled.
   */
  void tell(QueuedCommand command, CompletableFuture<CommandResult> result) {
    if (!result.isCompletedExceptionally()) {
      command.end(result.join());
      return;
    }
    ServiceException failure = failure(result.exceptionNow());
    Optional<CloseReason> reason = closing.get();
    if (reason.isPresent()) {
      command.end(command.cancelled("the session was closed: " + reason.get().sentence()));
    } else {
      command.fail(failure);
    }
  }

  private ServiceException failure(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ServiceException known) {
      return known;
    }
    LOG.errorf(cause, "A command of session %s failed", session);
    return ServiceException.because(ErrorCode.INTERNAL, "the command could not be done", cause);
  }
}
