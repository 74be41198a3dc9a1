package dev.codebeaker.cli;

import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.Submission;
import java.util.Optional;

/** Runs something with the streams of this process, and on its terminal if it is to have one. */
final class AttachedRun {
  private final Service service;
  private final SessionId session;
  private final Terminal terminal;
  private Optional<TerminalSize> size = Optional.empty();

  AttachedRun(Service service, SessionId session, Terminal terminal) {
    this.service = service;
    this.session = session;
    this.terminal = terminal;
  }

  /**
   * Waits for its end and answers the exit code.
   *
   * @param passInput whether it gets the standard input of this process
   */
  int run(Run program, boolean passInput) throws InterruptedException {
    OutputWriter writer = new OutputWriter(terminal);
    Outcome outcome;
    size = program.terminal();
    try (Screen.Raw _ = size.isPresent() ? terminal.screen().raw() : Screen.Raw.NOTHING) {
      Submission submission = service.execute(session, program, writer);
      writer.whenBroken(() -> submission.cancel("nobody reads its output"));
      if (passInput) {
        new StdinPump(service, session, submission).start(terminal.in());
      }
      outcome = await(submission);
    }
    if (writer.isBroken()) {
      return ExitCode.BROKEN_PIPE;
    }
    Outcomes.describe(outcome).ifPresent(terminal::note);
    return ExitCode.of(outcome);
  }

  private Outcome await(Submission submission) throws InterruptedException {
    try (TakenSignal _ = TakenSignal.interrupt(() -> submission.cancel("interrupted"))) {
      if (size.isEmpty()) {
        return Outcomes.await(submission);
      }
      try (TakenSignal _ = TakenSignal.windowChange(() -> resize(submission))) {
        // It may have changed before anybody listened.
        resize(submission);
        return Outcomes.await(submission);
      }
    }
  }

  /** One after the other, so that the last one told is the size it has. */
  private synchronized void resize(Submission submission) {
    TerminalSize now = terminal.screen().size();
    if (size.filter(now::equals).isPresent()) {
      return;
    }
    size = Optional.of(now);
    try {
      service.resize(session, submission, now);
    } catch (ServiceException e) {
      // It has ended.
    }
  }
}
