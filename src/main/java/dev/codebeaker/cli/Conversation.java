package dev.codebeaker.cli;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.Submission;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Reads turns and has them run, one after the other, until there are no more. */
final class Conversation {
  private static final String FIRST_PROMPT = ">>> ";
  private static final String NEXT_PROMPT = "... ";
  private static final Set<String> GOODBYES =
      Set.of("exit", "quit", "exit()", "quit()", ".exit", "exit();");

  private final Service service;
  private final SessionId session;
  private final Language language;
  private final ContextName context;
  private final Terminal terminal;
  private final BufferedReader lines;
  private final StringBuilder turn = new StringBuilder();
  private volatile Optional<Submission> running = Optional.empty();

  Conversation(
      Service service,
      SessionId session,
      Language language,
      ContextName context,
      Terminal terminal) {
    this.service = service;
    this.session = session;
    this.language = language;
    this.context = context;
    this.terminal = terminal;
    this.lines = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
  }

  /** Ends with the input: exit code 0. */
  int hold() throws InterruptedException {
    try (TakenSignal _ = TakenSignal.interrupt(this::interrupted)) {
      prompt(FIRST_PROMPT);
      for (Optional<String> line = read(); line.isPresent(); line = read()) {
        if (isGoodbye(line.get())) {
          return ExitCode.OK;
        }
        take(line.get());
        prompt(isEmpty() ? FIRST_PROMPT : NEXT_PROMPT);
      }
      perform();
      prompt("\n");
    }
    return ExitCode.OK;
  }

  private void take(String line) throws InterruptedException {
    boolean complete;
    synchronized (turn) {
      turn.append(line).append('\n');
      complete = TurnText.isComplete(language, turn.toString());
    }
    if (complete) {
      perform();
    }
  }

  private void perform() throws InterruptedException {
    String code = withdraw();
    if (code.isBlank()) {
      return;
    }
    try {
      OutputWriter writer = new OutputWriter(terminal);
      Submission submission =
          service.execute(session, RunCode.turn(language, code, context), writer);
      running = Optional.of(submission);
      Outcomes.describe(Outcomes.await(submission)).ifPresent(terminal::note);
    } catch (ServiceException failure) {
      terminal.note(Failures.line(failure));
    } finally {
      running = Optional.empty();
    }
  }

  /** Ctrl-C: ends the turn that runs, or forgets the one being typed. */
  private void interrupted() {
    Optional<Submission> submission = running;
    if (submission.isPresent()) {
      submission.get().cancel("interrupted");
    } else {
      withdraw();
      prompt("\n" + FIRST_PROMPT);
    }
  }

  private boolean isGoodbye(String line) {
    return isEmpty() && GOODBYES.contains(line.strip());
  }

  private boolean isEmpty() {
    synchronized (turn) {
      return turn.isEmpty();
    }
  }

  private String withdraw() {
    synchronized (turn) {
      String text = turn.toString();
      turn.setLength(0);
      return text;
    }
  }

  private Optional<String> read() {
    try {
      return Optional.ofNullable(lines.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void prompt(String text) {
    if (terminal.interactive()) {
      terminal.err().print(text);
      terminal.err().flush();
    }
  }
}
