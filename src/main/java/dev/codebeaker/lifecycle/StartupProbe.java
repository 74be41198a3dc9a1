package dev.codebeaker.lifecycle;

import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.selection.RuntimeRegistry;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Whether the service has begun: up as soon as a runtime can serve a language. */
@Startup
@Singleton
final class StartupProbe implements HealthCheck {
  private final RuntimeRegistry registry;

  StartupProbe(RuntimeRegistry registry) {
    this.registry = registry;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("runtimes")
        .status(registry.all().stream().anyMatch(StartupProbe::servesSomething))
        .build();
  }

  private static boolean servesSomething(ExecutionRuntime runtime) {
    return runtime.capabilities().languages().stream()
        .anyMatch(language -> runtime.availability(language) instanceof Availability.Available);
  }
}
