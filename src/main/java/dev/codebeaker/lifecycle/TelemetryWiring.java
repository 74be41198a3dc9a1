package dev.codebeaker.lifecycle;

import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.wasm.WasmRuntime;
import dev.codebeaker.selection.OpeningFailures;
import dev.codebeaker.selection.RuntimeRegistry;
import dev.codebeaker.session.SessionObserver;
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
      WasmRuntime wasm,
      Drain drain) {
    meters.watch(Metric.SESSIONS_OPEN, sessions::openSessions);
    meters.watch(Metric.DRAINING, () -> drain.isDraining() ? 1 : 0);
    meters.watch(Metric.CONTEXTS_LIVE, wasm::liveContexts, wasm.name());
    for (ExecutionRuntime runtime : runtimes.all()) {
      meters.watch(Metric.SANDBOXES_OPEN, runtime::open, runtime.name());
      meters.watch(Metric.RUNTIMES_RESTING, () -> failures.resting(runtime), runtime.name());
    }
  }
}
