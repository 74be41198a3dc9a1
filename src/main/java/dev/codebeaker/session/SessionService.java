package dev.codebeaker.session;

import dev.codebeaker.admission.Admission;
import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Command;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.selection.Selection;
import dev.codebeaker.workspace.Download;
import dev.codebeaker.workspace.WorkspacePath;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The use cases: what every front door (WebSocket, REST, command line) calls.
 *
 * <p>Every method throws {@link ServiceException} with the code that its condition has in {@code
 * ErrorCode}; sessions of another owner do not exist for the caller.
 */
public final class SessionService {
  private final SessionRules rules;
  private final SessionLife life;
  private final CommandIntake intake;
  private final SessionFiles files;
  private final SessionOpener opener;

  public SessionService(SessionRules rules, SessionOpener opener) {
    this.rules = rules;
    this.opener = opener;
    this.life = new SessionLife(rules, opener);
    this.intake = new CommandIntake(rules, opener.costs());
    this.files = new SessionFiles(intake);
  }

  /** Opens a session. Blocks while its sandbox is opened. */
  public CreatedSession create(Owner owner, SessionRequest request) {
    return answering(
        () -> {
          Session session = life.open(owner, request, false);
          return new CreatedSession(session.view(), session.opened().selection());
        });
  }

  public SessionView get(Owner owner, SessionId id) {
    return answering(() -> life.find(owner, id).view());
  }

  /** The owner's open sessions, oldest first. */
  public List<SessionView> list(Owner owner) {
    return life.of(owner).stream().map(Session::view).toList();
  }

  /** Which runtime a session would get, and why; opens nothing. */
  public Selection explain(SessionRequest request) {
    return answering(() -> opener.explain(request));
  }

  /**
   * Puts a command behind those the session has already accepted. Never blocks, so calls made in
   * order by one thread run in that order.
   *
   * @param limits what differs from the session's own limits for this execution
   * @param sink receives the output; not used by file commands
   */
  public Submission execute(
      Owner owner, SessionId id, Command command, Map<Limit, Long> limits, OutputSink sink) {
    return answering(
        () -> {
          Session session = life.find(owner, id);
          life.requireServing();
          return intake.accept(session, command, limits, sink);
        });
  }

  /**
   * Adds to the standard input of an execution, of the one running if none is named.
   *
   * @param end whether this was the last of it
   */
  public void input(
      Owner owner, SessionId id, Optional<ExecutionId> execution, byte[] data, boolean end) {
    answering(
        () -> {
          Admission admission = rules.admission();
          life.find(owner, id).commandFor(execution).input(data, end, admission);
          return true;
        });
  }

  /**
   * Sends a signal to an execution, to the one running if none is named. One that waits its turn
   * finds it when it starts.
   */
  public void signal(Owner owner, SessionId id, Optional<ExecutionId> execution, Signal signal) {
    answering(
        () -> {
          Session session = life.find(owner, id);
          CommandIntake.requireSignals(session);
          session.commandFor(execution).signal(signal);
          return true;
        });
  }

  /** Tells an execution with a terminal, the one running if none is named, the terminal's size. */
  public void resize(
      Owner owner, SessionId id, Optional<ExecutionId> execution, TerminalSize size) {
    answering(
        () -> {
          life.find(owner, id).commandFor(execution).resize(size);
          return true;
        });
  }

  /**
   * Stops an execution, or all that the session runs and has waiting if none is named.
   *
   * @return how many were stopped
   */
  public int cancel(Owner owner, SessionId id, Optional<ExecutionId> execution, String reason) {
    return answering(() -> life.find(owner, id).cancel(execution, reason));
  }

  /** Ends a session: what runs is cancelled, and nothing of it is left on return. Blocks. */
  public void close(Owner owner, SessionId id) {
    answering(
        () -> {
          life.close(life.find(owner, id), CloseReason.CLIENT);
          return true;
        });
  }

  /**
   * One program in a sandbox of its own that is gone when the result is there, or a moment later.
   * Opening blocks the caller; running does not.
   */
  public Submission run(Owner owner, SessionRequest request, Run command, OutputSink sink) {
    return answering(
        () -> {
          rules.admission().check(command);
          SessionRequest needed = request.needing(Feature.neededBy(command));
          Session session = life.open(owner, needed, true);
          try {
            return intake.accept(session, command, Map.of(), sink);
          } catch (RuntimeException failure) {
            life.close(session, CloseReason.FINISHED);
            throw failure;
          }
        });
  }

  /**
   * A file of any size, opened in the session's turn. Blocks until then; the caller reads it
   * whenever it likes, and closes it.
   */
  public Download download(Owner owner, SessionId id, WorkspacePath path) {
    return answering(() -> files.download(life.find(owner, id), path));
  }

  /**
   * Receives a file of any size that fits, and puts it in place in the session's turn. Blocks.
   *
   * @return how many bytes it has
   */
  public long upload(Owner owner, SessionId id, WorkspacePath path, InputStream content) {
    return answering(
        () -> {
          Session session = life.find(owner, id);
          life.requireServing();
          return files.upload(session, path, content);
        });
  }

  /** Begins to close the sessions whose time is over; done when nothing is left of them. */
  public CompletableFuture<Void> closeExpired() {
    return life.closeExpired();
  }

  /** From now on every new session and command is refused with {@code DRAINING}. */
  public void refuseNew() {
    life.refuseNew();
  }

  /** Whether nothing runs, waits to run, or is being opened. */
  public boolean isIdle() {
    return life.activity().count() == 0;
  }

  /** Waits until nothing runs or waits to run; false if that took too long. */
  public boolean awaitIdle(Duration most) throws InterruptedException {
    return life.activity().awaitIdle(most);
  }

  /** Cancels what runs and what waits; returns without waiting for its end. */
  public void cancelAll(String reason) {
    life.all().forEach(session -> session.cancel(Optional.empty(), reason));
  }

  /** Refuses new work and closes every session; on return nothing is left of them. */
  public void closeAll() {
    life.refuseNew();
    life.closeAll();
  }

  /** How many commands run or wait, and sessions are being opened. */
  public int activeCommands() {
    return life.activity().count();
  }

  /** How many sessions and one-shot programs have a sandbox now. */
  public int openSessions() {
    return life.placesTaken();
  }

  private <T> T answering(Supplier<T> useCase) {
    try {
      return useCase.get();
    } catch (ServiceException refusal) {
      rules.observer().rejected(refusal.code());
      throw refusal;
    }
  }

  static ServiceException draining() {
    return ServiceException.of(ErrorCode.DRAINING, "this instance is shutting down")
        .fix("connect again to reach another instance, and repeat the request");
  }
}
