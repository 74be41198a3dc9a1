package dev.codebeaker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.session.ExecutionId;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.SessionObserver;
import dev.codebeaker.session.SessionObserver.Accepted;
import dev.codebeaker.session.SessionObserver.ExecutionObserver;
import dev.codebeaker.session.SessionObserver.Scope;
import dev.codebeaker.session.SessionObserver.Step;
import dev.codebeaker.session.SessionRequest;
import dev.codebeaker.testing.FakeRuntime;
import dev.codebeaker.testing.TestService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTelemetryTest {
  private static final Language PYTHON = new Language("python");
  private static final Duration TEN_MS = Duration.ofMillis(10);
  private static final SessionRequest REQUEST = SessionRequest.of(PYTHON);
  private static final Usage USAGE =
      new Usage(Duration.ofMillis(8), Duration.ofMillis(5), 1 << 20, 6);

  private final FakeSpanExporter exporter = new FakeSpanExporter();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build();
  private final Tracer tracer = provider.get("test");
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SessionTelemetry telemetry = new SessionTelemetry(new Meters(registry), tracer);
  private final CallTracing calls = new CallTracing(tracer);

  @AfterEach
  void closeTheProvider() {
    provider.close();
  }

  @Test
  void aRequestIsOneTraceWithItsStepsAndItsExecution() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    CompletableFuture<Consumer<String>> closing = new CompletableFuture<>();
    ExecutionObserver execution =
        runningIn(
            () -> {
              for (Step step : List.of(Step.ADMISSION, Step.SELECTION, Step.OPEN)) {
                telemetry.step(step).close();
              }
              closing.complete(telemetry.within(_ -> telemetry.step(Step.CLOSE).close()));
              return telemetry.accepted(accepted());
            },
            answer);
    execution.started(Duration.ofMillis(1));
    execution.finished(
        Duration.ofMillis(9),
        Optional.of(new Outcome.Exited(3, USAGE, ContextState.NONE)),
        Optional.empty());
    answer.complete("done");
    closing.join().accept("its end");

    SpanData request = exporter.named("rpc execution.run");
    assertThat(exporter.spans())
        .extracting(SpanData::getName)
        .containsExactlyInAnyOrder(
            "rpc execution.run", "admission", "selection", "open", "execute", "close");
    assertThat(exporter.spans())
        .extracting(SpanData::getTraceId)
        .containsOnly(request.getTraceId());
    assertThat(exporter.spans())
        .filteredOn(span -> span != request)
        .extracting(SpanData::getParentSpanId)
        .containsOnly(request.getSpanId());
  }

  @Test
  void anExecutionSaysHowItEnded() {
    ExecutionObserver execution = telemetry.accepted(accepted());
    execution.started(Duration.ofMillis(1));
    execution.finished(
        Duration.ofMillis(9),
        Optional.of(new Outcome.LimitExceeded(Limit.MEMORY, USAGE, ContextState.NONE)),
        Optional.empty());

    SpanData span = exporter.named("execute");
    assertThat(span.getAttributes().get(Attributes.OUTCOME)).isEqualTo("limit_exceeded");
    assertThat(span.getAttributes().get(Attributes.LIMIT)).isEqualTo("memory");
    assertThat(span.getAttributes().get(Attributes.QUEUED)).isEqualTo(1000);
    assertThat(counted(Metric.EXECUTIONS)).isEqualTo(1);
    assertThat(counted(Metric.LIMITS_HIT)).isEqualTo(1);
    assertThat(registry.get(Metric.QUEUE_TIME.id()).timer().count()).isEqualTo(1);
  }

  @Test
  void aProgramIsToldTheSpanOfItsOwnExecution() {
    ExecutionObserver execution = telemetry.accepted(accepted());
    execution.started(Duration.ofMillis(1));
    Map<String, String> told = execution.traceContext();
    execution.finished(
        Duration.ofMillis(9),
        Optional.of(new Outcome.Exited(0, USAGE, ContextState.NONE)),
        Optional.empty());

    SpanData span = exporter.named("execute");
    assertThat(told)
        .containsExactly(
            Map.entry("TRACEPARENT", "00-" + span.getTraceId() + "-" + span.getSpanId() + "-01"));
  }

  @Test
  void aFaultIsCountedByRuntimeAndStep() {
    telemetry.faulted("bun", Step.OPEN);
    ExecutionObserver execution = telemetry.accepted(accepted());
    execution.started(Duration.ofMillis(1));
    execution.finished(Duration.ofMillis(9), Optional.empty(), Optional.of(ErrorCode.INTERNAL));

    assertThat(
            registry
                .get(Metric.FAULTS.id())
                .tags("runtime", "bun", "step", "open")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(
            registry
                .get(Metric.FAULTS.id())
                .tags("runtime", "wasm", "step", "execute")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void whatWasCancelledWhileItWaitedHasNoSpanOfItsOwn() {
    telemetry
        .accepted(accepted())
        .finished(
            Duration.ZERO,
            Optional.of(new Outcome.Cancelled("no", Usage.NONE, ContextState.NONE)),
            Optional.empty());

    assertThat(exporter.spans()).isEmpty();
    assertThat(counted(Metric.EXECUTIONS)).isEqualTo(1);
  }

  @Test
  void aSelectionSaysWhoWonByHowMuchAndWhy() {
    FakeRuntime bun = FakeRuntime.named("bun", Isolation.PROCESS, TEN_MS, 22, "python");
    FakeRuntime deno =
        FakeRuntime.named("deno", Isolation.PROCESS, TEN_MS, 27, "python")
            .available(new Availability.Unavailable("not installed", "install it"));
    try (Scope _ = telemetry.step(Step.SELECTION)) {
      telemetry.selected(TestService.over(List.of(bun, deno), Map.of()).service().explain(REQUEST));
    }

    io.opentelemetry.api.common.Attributes said = exporter.named("selection").getAttributes();
    assertThat(said.get(Attributes.RUNTIME)).isEqualTo("bun");
    assertThat(said.get(Attributes.SCORE)).isBetween(0.5, 0.8);
    assertThat(said.get(Attributes.REASON)).contains("bun is the only one");
    assertThat(said.get(Attributes.REJECTED)).containsExactly("deno unavailable");
    assertThat(registry.get(Metric.SELECTIONS.id()).tag("runtime", "bun").counter().count())
        .isEqualTo(1);
  }

  @Test
  void aMoveToTheNextCandidateIsCountedAndSeen() {
    try (Scope _ = telemetry.step(Step.OPEN)) {
      telemetry.moved("bun", ErrorCode.RUNTIME_SATURATED);
    }

    EventData moved = exporter.named("open").getEvents().getFirst();
    assertThat(moved.getName()).isEqualTo(Attributes.MOVED);
    assertThat(moved.getAttributes().get(Attributes.RUNTIME)).isEqualTo("bun");
    assertThat(
            registry
                .get(Metric.SELECTIONS_MOVED.id())
                .tags("runtime", "bun", "code", "RUNTIME_SATURATED")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aRefusalIsCountedByItsCode() {
    telemetry.rejected(ErrorCode.TOO_MANY_SESSIONS);

    assertThat(
            registry.get(Metric.REJECTED.id()).tag("code", "TOO_MANY_SESSIONS").counter().count())
        .isEqualTo(1);
  }

  @Test
  void aFailedCallNamesItsCode() {
    calls.trace(
        "session.get",
        Map.of(),
        () ->
            CompletableFuture.failedFuture(
                ServiceException.of(ErrorCode.SESSION_NOT_FOUND, "there is none")));

    assertThat(exporter.named("rpc session.get").getAttributes().get(Attributes.ERROR))
        .isEqualTo("SESSION_NOT_FOUND");
  }

  @Test
  void aCallContinuesTheTraceOfItsClient() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    calls.trace(
        "session.get",
        Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"),
        () -> CompletableFuture.completedFuture("found"));

    SpanData call = exporter.named("rpc session.get");
    assertThat(call.getTraceId()).isEqualTo(trace);
    assertThat(call.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
  }

  @Test
  void aMalformedTraceContextBeginsATraceOfItsOwn() {
    calls.trace(
        "session.get",
        Map.of("traceparent", "00-nonsense"),
        () -> CompletableFuture.completedFuture("found"));

    assertThat(exporter.named("rpc session.get").getParentSpanContext().isValid()).isFalse();
  }

  private ExecutionObserver runningIn(
      java.util.function.Supplier<ExecutionObserver> work, CompletableFuture<String> answer) {
    CompletableFuture<ExecutionObserver> made = new CompletableFuture<>();
    calls.trace(
        "execution.run",
        Map.of(),
        () -> {
          made.complete(work.get());
          return answer;
        });
    return made.join();
  }

  private double counted(Metric metric) {
    return registry.get(metric.id()).counter().count();
  }

  private static Accepted accepted() {
    return new SessionObserver.Accepted(
        new SessionId("s"), new ExecutionId("e"), "wasm", "execute", Optional.of(PYTHON));
  }
}
