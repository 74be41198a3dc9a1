package dev.codebeaker.runtime;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Run;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.workspace.Workspace;

/**
 * One confined place with a workspace.
 *
 * <p><b>Lifecycle</b>: open → {@link #start}* → {@link #close}. Close is idempotent, may be called
 * while an execution runs, ends it, and returns only when nothing of the sandbox is left: no
 * thread, process, mapping, descriptor or file.
 *
 * <p><b>Threads</b>: one execution at a time; the session that owns the sandbox sees to that. Close
 * and everything of an {@link Execution} may be called from any thread.
 *
 * <p><b>Failure</b>: what the program does is an outcome; only the service's own trouble throws.
 */
public interface Sandbox extends AutoCloseable {
  /**
   * Starts one execution and returns without waiting for it.
   *
   * @param command what to run, which the runtime's features allow; its files have been written
   *     already
   * @param limits what it may use, at most what the sandbox was opened with
   * @param sink receives its output
   * @throws ServiceException {@code SESSION_CLOSED}, {@code LANGUAGE_UNKNOWN}, {@code
   *     TOO_MANY_CONTEXTS}, {@code MODULE_INVALID} or {@code RUNTIME_FAILED}
   */
  Execution start(Run command, Limits limits, OutputSink sink);

  /**
   * Whether {@link #start} never blocks, not even on a file: it may then be called on an event
   * loop.
   */
  default boolean startsAtOnce() {
    return false;
  }

  /** The files of this sandbox; closed with it. */
  Workspace workspace();

  /** How many contexts are live in it. */
  int contexts();

  @Override
  void close();
}
