package dev.codebeaker.telemetry;

import dev.codebeaker.execution.Language;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.selection.Rejection;
import dev.codebeaker.selection.Selection;
import dev.codebeaker.session.CloseReason;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.SessionObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Turns what happens in sessions into metrics and spans. The spans of one request's steps and of
 * the executions it led to are children of the span that was current when the request came in.
 */
public final class SessionTelemetry implements SessionObserver {
  private static final String NO_RUNTIME = "none";

  private final Meters meters;
  private final Tracer tracer;

  public SessionTelemetry(Meters meters, Tracer tracer) {
    this.meters = meters;
    this.tracer = tracer;
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // the caller closes what this returns
  public Scope step(Step step) {
    Span span = tracer.spanBuilder(step.label()).startSpan();
    io.opentelemetry.context.Scope current = span.makeCurrent();
    return () -> {
      current.close();
      span.end();
    };
  }

  @Override
  public void selected(Selection selection) {
    String winner =
        selection.ranked().isEmpty() ? NO_RUNTIME : selection.ranked().getFirst().name();
    meters.count(Metric.SELECTIONS, winner);
    Span span = Span.current();
    if (span.isRecording()) {
      describe(selection, span.setAttribute(Attributes.RUNTIME, winner));
    }
  }

  @Override
  public void moved(String runtime, ErrorCode why) {
    meters.count(Metric.SELECTIONS_MOVED, runtime, why.name());
    Span.current()
        .addEvent(
            Attributes.MOVED,
            io.opentelemetry.api.common.Attributes.of(
                Attributes.RUNTIME, runtime, Attributes.ERROR, why.name()));
  }

  @Override
  public void faulted(String runtime, Step step) {
    meters.count(Metric.FAULTS, runtime, step.label());
  }

  @Override
  public <T> Consumer<T> within(Consumer<T> later) {
    return Context.current().wrapConsumer(later);
  }

  @Override
  public void opened(SessionId session, String runtime, Language language, Duration took) {
    meters.time(Metric.OPEN_TIME, took, runtime, language.id());
    Span.current()
        .setAttribute(Attributes.SESSION, session.value())
        .setAttribute(Attributes.RUNTIME, runtime)
        .setAttribute(Attributes.LANGUAGE, language.id());
  }

  @Override
  public void closed(SessionId session, String runtime, CloseReason reason, Duration lived) {
    meters.time(Metric.SESSION_LIFE, lived, runtime, reason.label());
  }

  @Override
  public ExecutionObserver accepted(Accepted command) {
    return new ExecutionTelemetry(meters, tracer, command, Context.current());
  }

  @Override
  public void rejected(ErrorCode code) {
    meters.count(Metric.REJECTED, code.name());
    Span.current().setAttribute(Attributes.ERROR, code.name()).setStatus(StatusCode.ERROR);
  }

  private static void describe(Selection selection, Span span) {
    selection.ranked().stream()
        .findFirst()
        .ifPresent(best -> span.setAttribute(Attributes.SCORE, best.total()));
    span.setAttribute(Attributes.PREFERENCE, selection.requirements().preference().label())
        .setAttribute(Attributes.REASON, selection.reason())
        .setAttribute(
            Attributes.RANKED,
            selection.ranked().stream()
                .map(score -> "%s %.3f".formatted(score.name(), score.total()))
                .toList())
        .setAttribute(
            Attributes.REJECTED,
            selection.rejected().stream().map(SessionTelemetry::brief).toList());
  }

  /** Without the reason's text, which may hold what the client sent. */
  private static String brief(Rejection rejection) {
    return rejection.runtime() + " " + rejection.obstacle().label();
  }
}
