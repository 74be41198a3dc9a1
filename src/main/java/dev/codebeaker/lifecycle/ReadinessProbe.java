package dev.codebeaker.lifecycle;

import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.selection.RuntimeRegistry;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether to send work here. Down while draining only: a language that is missing and a runtime
 * that is full are told as data, because taking the service out would take its open sessions from
 * their clients.
 */
@Readiness
@Singleton
final class ReadinessProbe implements HealthCheck {
  private final Drain drain;
  private final RuntimeRegistry registry;

  ReadinessProbe(Drain drain, RuntimeRegistry registry) {
    this.drain = drain;
    this.registry = registry;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("work")
            .status(!drain.isDraining())
            .withData("state", drain.step().label());
    registry.all().forEach(runtime -> describe(runtime, answer));
    return answer.build();
  }

  private static void describe(ExecutionRuntime runtime, HealthCheckResponseBuilder answer) {
    answer
        .withData(runtime.name() + ".open", runtime.open())
        .withData(runtime.name() + ".max", runtime.capabilities().maxConcurrent());
    runtime
        .details()
        .forEach((name, value) -> answer.withData(runtime.name() + ".details." + name, value));
    runtime.capabilities().languages().stream()
        .sorted()
        .forEach(
            language ->
                answer.withData(
                    runtime.name() + "." + language, describe(runtime.availability(language))));
  }

  private static String describe(Availability availability) {
    return switch (availability) {
      case Availability.Available(String version) -> "available: " + version;
      case Availability.Preparing(String activity, double progress) ->
          "preparing: %s, %d %%".formatted(activity, Math.round(progress * 100));
      case Availability.Unavailable(String reason, String _) -> "unavailable: " + reason;
    };
  }
}
