package dev.codebeaker.lifecycle;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Settling;
import dev.codebeaker.selection.OpeningFailures;
import dev.codebeaker.selection.RuntimeRegistry;
import dev.codebeaker.session.SessionConfig;
import dev.codebeaker.session.SessionObserver;
import dev.codebeaker.session.SessionObserver.Step;
import dev.codebeaker.session.SessionService;
import dev.codebeaker.telemetry.CallTracing;
import dev.codebeaker.telemetry.Meters;
import dev.codebeaker.telemetry.Metric;
import dev.codebeaker.telemetry.SessionTelemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what measures, and points it at what is measured. */
@Singleton
final class TelemetryWiring {
  @Produces
  @Singleton
  Meters meters(MeterRegistry registry) {
    return new Meters(registry);
  }

  @Produces
  @Singleton
  SessionObserver observer(Meters meters, Tracer tracer) {
    return new SessionTelemetry(meters, tracer);
  }

  @Produces
  @Singleton
  CallTracing calls(Tracer tracer) {
    return new CallTracing(tracer);
  }

  void watch(
      @Observes StartupEvent event,
      Meters meters,
      SessionService sessions,
      RuntimeRegistry runtimes,
      OpeningFailures failures,
      SessionConfig config,
      Drain drain) {
    meters.watch(Metric.SESSIONS_OPEN, sessions::openSessions);
    meters.watch(Metric.SESSIONS_MAX, config::maxSessions);
    meters.watch(Metric.COMMANDS_ACTIVE, sessions::activeCommands);
    meters.watch(Metric.DRAINING, () -> drain.isDraining() ? 1 : 0);
    for (ErrorCode code : ErrorCode.values()) {
      meters.begin(Metric.REJECTED, code.name());
    }
    for (ExecutionRuntime runtime : runtimes.all()) {
      begin(meters, runtime);
      watch(meters, runtime);
      meters.watch(Metric.RUNTIMES_RESTING, () -> failures.resting(runtime), runtime.name());
    }
  }

  private static void begin(Meters meters, ExecutionRuntime runtime) {
    meters.begin(Metric.FAULTS, runtime.name(), Step.OPEN.label());
    meters.begin(Metric.FAULTS, runtime.name(), Step.EXECUTE.label());
    for (Limit limit : runtime.capabilities().enforcedLimits()) {
      meters.begin(Metric.LIMITS_HIT, runtime.name(), limit.label());
    }
  }

  private static void watch(Meters meters, ExecutionRuntime runtime) {
    String name = runtime.name();
    meters.watch(Metric.SANDBOXES_OPEN, runtime::open, name);
    meters.watch(Metric.SANDBOXES_MAX, () -> runtime.capabilities().maxConcurrent(), name);
    meters.watch(Metric.LANGUAGES_AVAILABLE, () -> available(runtime), name);
    meters.watch(Metric.CONTEXTS_LIVE, () -> runtime.vitals().contexts(), name);
    meters.watch(Metric.POOL_READY, () -> runtime.vitals().ready(), name);
    meters.follow(Metric.POOL_TAKEN, () -> runtime.vitals().poolHits(), name, "hit");
    meters.follow(Metric.POOL_TAKEN, () -> runtime.vitals().poolMisses(), name, "miss");
    meters.follow(Metric.WORKERS_LOST, () -> runtime.vitals().workersLost(), name);
    meters.watch(Metric.CONTAINERS_LEFT, () -> runtime.vitals().leftBehind(), name);
    runtime.observe((what, time) -> meters.time(metric(what), time, name));
  }

  private static Metric metric(Settling what) {
    return switch (what) {
      case CHECKPOINT -> Metric.CHECKPOINT_TIME;
      case RESTORE -> Metric.RESTORE_TIME;
    };
  }

  private static long available(ExecutionRuntime runtime) {
    return runtime.capabilities().languages().stream()
        .filter(language -> runtime.availability(language) instanceof Availability.Available)
        .count();
  }
}
