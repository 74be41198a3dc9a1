package dev.codebeaker.session;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.selection.Selection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sees what happens in sessions, for metrics and spans. Must be quick, thread safe, and must not
 * throw.
 */
public interface SessionObserver {
  SessionObserver NONE = new SessionObserver() {};

  /** A step of a request. */
  enum Step {
    ADMISSION,
    SELECTION,
    OPEN,
    EXECUTE,
    CLOSE;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Open while a step is being taken; closed on the same thread. */
  interface Scope extends AutoCloseable {
    Scope NONE = () -> {};

    @Override
    void close();
  }

  /** A command that was accepted. */
  record Accepted(
      SessionId session,
      ExecutionId execution,
      String runtime,
      String type,
      Optional<Language> language) {}

  /** Follows one accepted command; called on other threads than the one that submitted it. */
  interface ExecutionObserver {
    ExecutionObserver NONE = new ExecutionObserver() {};

    /** It is its turn. */
    default void started(Duration waited) {}

    /**
     * What a program needs to continue the trace: variables of its environment. Asked once it has
     * started.
     */
    default Map<String, String> traceContext() {
      return Map.of();
    }

    /**
     * It is over; the last call, and the only one if it was cancelled while it waited.
     *
     * @param took from its start
     * @param outcome what code came to; empty for file commands and failures
     * @param failure why the service could not do it
     */
    default void finished(Duration took, Optional<Outcome> outcome, Optional<ErrorCode> failure) {}
  }

  default Scope step(Step step) {
    return Scope.NONE;
  }

  /** A selection was made; it has no winner where no runtime could serve. */
  default void selected(Selection selection) {}

  /** A session goes to the next candidate, because this one could not open a sandbox. */
  default void moved(String runtime, ErrorCode why) {}

  /** A runtime failed at a step, and nobody but the service is to blame. */
  default void faulted(String runtime, Step step) {}

  /** What is done later, on another thread, as a part of the request that is current now. */
  default <T> Consumer<T> within(Consumer<T> later) {
    return later;
  }

  default void opened(SessionId session, String runtime, Language language, Duration took) {}

  default void closed(SessionId session, String runtime, CloseReason reason, Duration lived) {}

  /** A command was accepted, on the thread of the request. */
  default ExecutionObserver accepted(Accepted command) {
    return ExecutionObserver.NONE;
  }

  /** A request was refused. */
  default void rejected(ErrorCode code) {}
}
