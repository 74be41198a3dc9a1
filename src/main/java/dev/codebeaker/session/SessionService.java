package dev.codebeaker.session;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Command;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ServiceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The use cases: what every front door (WebSocket, REST, command line) calls.
 *
 * <p>Every method throws {@link ServiceException} with the code that its condition has in {@code
 * ErrorCode}; sessions of another owner do not exist for the caller.
 */
public final class SessionService {
  /** Opens a session. Blocks while its sandbox is opened. */
  public SessionView create(Owner owner, SessionRequest request) {
    throw new UnsupportedOperationException();
  }

  public SessionView get(Owner owner, SessionId id) {
    throw new UnsupportedOperationException();
  }

  /** The owner's open sessions, oldest first. */
  public List<SessionView> list(Owner owner) {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /**
   * Adds to the standard input of an execution, of the one running if none is named.
   *
   * @param end whether this was the last of it
   */
  public void input(
      Owner owner, SessionId id, Optional<ExecutionId> execution, byte[] data, boolean end) {
    throw new UnsupportedOperationException();
  }

  /**
   * Stops an execution, or all that the session runs and has waiting if none is named.
   *
   * @return how many were stopped
   */
  public int cancel(Owner owner, SessionId id, Optional<ExecutionId> execution, String reason) {
    throw new UnsupportedOperationException();
  }

  /** Ends a session: what runs is cancelled, and nothing of it is left on return. Blocks. */
  public void close(Owner owner, SessionId id) {
    throw new UnsupportedOperationException();
  }

  /**
   * One program in a sandbox of its own that is gone when the result is there. Opening blocks the
   * caller; running does not.
   */
  public Submission run(Owner owner, SessionRequest request, RunCode command, OutputSink sink) {
    throw new UnsupportedOperationException();
  }
}
