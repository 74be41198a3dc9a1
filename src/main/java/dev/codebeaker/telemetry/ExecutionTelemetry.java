package dev.codebeaker.telemetry;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.session.SessionObserver.Accepted;
import dev.codebeaker.session.SessionObserver.ExecutionObserver;
import dev.codebeaker.session.SessionObserver.Step;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Follows one command from its acceptance to its end. */
final class ExecutionTelemetry implements ExecutionObserver {
  private final Meters meters;
  private final Tracer tracer;
  private final Accepted command;
  private final Context request;
  private volatile Span span = Span.getInvalid();

  ExecutionTelemetry(Meters meters, Tracer tracer, Accepted command, Context request) {
    this.meters = meters;
    this.tracer = tracer;
    this.command = command;
    this.request = request;
  }

  @Override
  public void started(Duration waited) {
    meters.time(Metric.QUEUE_TIME, waited, command.runtime());
    Span begun = tracer.spanBuilder(Step.EXECUTE.label()).setParent(request).startSpan();
    if (begun.isRecording()) {
      begun
          .setAttribute(Attributes.SESSION, command.session().value())
          .setAttribute(Attributes.EXECUTION, command.execution().value())
          .setAttribute(Attributes.RUNTIME, command.runtime())
          .setAttribute(Attributes.COMMAND, command.type())
          .setAttribute(Attributes.QUEUED, TimeUnit.NANOSECONDS.toMicros(waited.toNanos()));
      command.language().ifPresent(it -> begun.setAttribute(Attributes.LANGUAGE, it.id()));
    }
    span = begun;
  }

  @Override
  public Map<String, String> traceContext() {
    Map<String, String> variables = new HashMap<>();
    W3CTraceContextPropagator.getInstance()
        .inject(
            Context.root().with(span),
            variables,
            (to, name, value) -> to.put(name.toUpperCase(Locale.ROOT), value));
    return variables;
  }

  @Override
  public void finished(Duration took, Optional<Outcome> outcome, Optional<ErrorCode> failure) {
    command.language().ifPresent(language -> outcome.ifPresent(it -> ran(took, language, it)));
    failure.ifPresent(this::failed);
    span.end();
  }

  private void ran(Duration took, Language language, Outcome outcome) {
    String runtime = command.runtime();
    meters.count(Metric.EXECUTIONS, runtime, language.id(), outcome.label());
    meters.time(Metric.EXECUTION_DURATION, took, runtime, language.id());
    if (outcome instanceof Outcome.LimitExceeded exceeded) {
      meters.count(Metric.LIMITS_HIT, runtime, exceeded.limit().label());
    }
    if (span.isRecording()) {
      describe(outcome);
    }
  }

  private void describe(Outcome outcome) {
    span.setAttribute(Attributes.OUTCOME, outcome.label())
        .setAttribute(Attributes.CONTEXT_STATE, outcome.state().label())
        .setAttribute(
            Attributes.CPU, TimeUnit.NANOSECONDS.toMicros(outcome.usage().cpu().toNanos()))
        .setAttribute(Attributes.MEMORY, outcome.usage().peakMemoryBytes());
    describeEnd(outcome);
  }

  private void describeEnd(Outcome outcome) {
    switch (outcome) {
      case Outcome.Exited exited -> span.setAttribute(Attributes.EXIT_CODE, exited.code());
      case Outcome.LimitExceeded exceeded ->
          span.setAttribute(Attributes.LIMIT, exceeded.limit().label());
      case Outcome.NotCompiled(Outcome compiler) -> {
        span.setAttribute(Attributes.PHASE, "compile");
        describeEnd(compiler);
      }
      case Outcome.Signalled _, Outcome.Trapped _, Outcome.Cancelled _ -> {}
    }
  }

  private void failed(ErrorCode code) {
    meters.count(Metric.REJECTED, code.name());
    if (code == ErrorCode.RUNTIME_FAILED || code == ErrorCode.INTERNAL) {
      meters.count(Metric.FAULTS, command.runtime(), Step.EXECUTE.label());
    }
    span.setAttribute(Attributes.ERROR, code.name()).setStatus(StatusCode.ERROR);
  }
}
