package dev.codebeaker.telemetry;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Decides which traces are recorded: none where there is nowhere to send them. */
final class Sampling {
  private Sampling() {}

  @Produces
  @Singleton
  static Sampler sampler(TelemetryConfig config) {
    return config.otlpEndpoint().isPresent()
        ? Sampler.parentBased(Sampler.traceIdRatioBased(config.sampling()))
        : Sampler.alwaysOff();
  }
}
