package dev.codebeaker.cli;

import dev.codebeaker.execution.Outcome;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.session.CommandResult;
import dev.codebeaker.session.Submission;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Waits for outcomes and says what a program's own output does not. */
final class Outcomes {
  private Outcomes() {}

  static Outcome await(Submission submission) throws InterruptedException {
    try {
      return switch (submission.result().get()) {
        case CommandResult.Ran ran -> ran.outcome();
        case CommandResult.Content _, CommandResult.Listing _, CommandResult.Done _ ->
            throw ServiceException.of(ErrorCode.INTERNAL, "code was answered as a file command");
      };
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ServiceException failure) {
        throw failure;
      }
      throw ServiceException.because(ErrorCode.INTERNAL, "the execution failed", e);
    }
  }

  /** A line about how it ended, unless it ended by itself. */
  static Optional<String> describe(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Exited _ -> Optional.empty();
      case Outcome.LimitExceeded exceeded ->
          Optional.of("stopped: over its limit " + exceeded.limit().key() + state(outcome));
      case Outcome.Trapped trapped -> Optional.of("trapped: " + trapped.reason() + state(outcome));
      case Outcome.Signalled signalled ->
          Optional.of("killed by signal " + signalled.signal() + state(outcome));
      case Outcome.NotCompiled(Outcome compiler) ->
          Optional.of("it did not compile" + describe(compiler).map(why -> ": " + why).orElse(""));
      case Outcome.Cancelled cancelled ->
          Optional.of("cancelled: " + cancelled.reason() + state(outcome));
    };
  }

  private static String state(Outcome outcome) {
    return switch (outcome.state()) {
      case NONE, KEPT -> "";
      case RESTORED -> "; its state is what it was before";
      case RESET -> "; its state is lost, the next turn starts afresh";
    };
  }
}
