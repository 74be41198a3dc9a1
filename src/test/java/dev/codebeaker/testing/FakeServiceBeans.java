package dev.codebeaker.testing;

import dev.codebeaker.admission.Admission;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.selection.LanguagesConfig;
import dev.codebeaker.selection.RuntimeRegistry;
import dev.codebeaker.session.SessionService;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The beans of {@link FakeServiceProfile}. */
@Alternative
@Singleton
public class FakeServiceBeans {
  private final Path state;
  private final FakeRuntime runtime;
  private final RuntimeRegistry registry;
  private final TestService service;

  FakeServiceBeans() {
    try {
      state = Files.createTempDirectory("codebeaker-wire");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    runtime =
        FakeRuntime.in(TestWorkspaces.in(state), "python", "javascript")
            .withDetails(Map.of("jail", "paper"))
            .withRepl("fakepy", "-i");
    FakeRuntime plain =
        FakeRuntime.named("plain", Isolation.WASM, Duration.ofSeconds(9), 900, "python")
            .offering(Feature.CONTEXTS);
    FakeRuntime absent =
        FakeRuntime.named("absent", Isolation.CONTAINER, Duration.ofSeconds(1), 50, "python")
            .available(new Availability.Unavailable("it is not there", "install it"));
    registry = new RuntimeRegistry(List.of(runtime, absent, plain));
    service =
        TestService.over(registry.all(), Map.of("codebeaker.sessions.max-queued-commands", "20"));
  }

  @Produces
  @Singleton
  FakeRuntime runtime() {
    return runtime;
  }

  @Produces
  @Singleton
  RuntimeRegistry registry() {
    return registry;
  }

  @Produces
  @Singleton
  Languages languages(LanguagesConfig config) {
    return new Languages(config, registry);
  }

  @Produces
  @Singleton
  Admission admission() {
    return new Admission(
        ConfigDefaults.of(dev.codebeaker.admission.AdmissionConfig.class, Map.of()));
  }

  @Produces
  @Singleton
  SessionService service() {
    return service.service();
  }

  @PreDestroy
  void stop() {
    service.service().closeAll();
  }
}
