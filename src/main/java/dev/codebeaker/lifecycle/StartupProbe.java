package dev.codebeaker.lifecycle;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.selection.Rejection.Obstacle;
import dev.codebeaker.selection.RuntimeRegistry;
import dev.codebeaker.selection.Selection;
import dev.codebeaker.session.SessionRequest;
import dev.codebeaker.session.SessionService;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Whether the service has begun: up when a runtime can serve a language, and no client that asks
 * for one of the usual languages would be told to wait for its runtime. What can not come, or takes
 * too long to, is not waited for.
 */
@Startup
@Singleton
final class StartupProbe implements HealthCheck {
  private final RuntimeRegistry registry;
  private final SessionService sessions;
  private final List<Language> languages;
  private final long patienceNanos;
  private final long begun = System.nanoTime();

  StartupProbe(RuntimeRegistry registry, SessionService sessions, StartConfig config) {
    this.registry = registry;
    this.sessions = sessions;
    this.languages =
        config.languages().orElse(Set.of()).stream().sorted().map(Language::new).toList();
    this.patienceNanos = config.patience().toNanos();
  }

  @Override
  public HealthCheckResponse call() {
    List<Language> awaited = languages.stream().filter(this::isBeingPrepared).toList();
    boolean waits = !awaited.isEmpty() && System.nanoTime() - begun < patienceNanos;
    return HealthCheckResponse.named("runtimes")
        .status(!waits && registry.all().stream().anyMatch(StartupProbe::servesSomething))
        .withData("preparing", String.join(", ", awaited.stream().map(Language::id).toList()))
        .build();
  }

  /** As a client would find it who asks for nothing but the language. */
  private boolean isBeingPrepared(Language language) {
    if (!registry.languages().contains(language)) {
      return false;
    }
    Selection selection = sessions.explain(SessionRequest.of(language));
    return selection.ranked().isEmpty()
        && selection.rejected().stream().anyMatch(it -> it.obstacle() == Obstacle.PREPARING);
  }

  private static boolean servesSomething(ExecutionRuntime runtime) {
    return runtime.capabilities().languages().stream()
        .anyMatch(language -> runtime.availability(language) instanceof Availability.Available);
  }
}
