package dev.codebeaker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.selection.RuntimeRegistry;
import dev.codebeaker.testing.ConfigDefaults;
import dev.codebeaker.testing.FakeRuntime;
import dev.codebeaker.testing.TestService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class StartupProbeTest {
  private static final Availability PREPARING = new Availability.Preparing("compiling", 0.5);
  private static final Availability MISSING = new Availability.Unavailable("no engine", "install");

  private final FakeRuntime javaScript = runtime("light", Isolation.WASM, "javascript");
  private final FakeRuntime python = runtime("python", Isolation.WASM, "python");

  private static FakeRuntime runtime(String name, Isolation isolation, String language) {
    return FakeRuntime.named(name, isolation, Duration.ofMillis(5), 3, language);
  }

  @Test
  void itIsUpWhenThePreparedLanguagesAreThere() {
    python.available(PREPARING);
    assertThat(answer().getStatus()).isEqualTo(Status.DOWN);
    assertThat(answer().getData().orElseThrow()).containsEntry("preparing", "python");

    python.available(new Availability.Available("1"));
    assertThat(answer().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void whatCanNotComeIsNotWaitedFor() {
    python.available(MISSING);
    assertThat(answer().getStatus()).isEqualTo(Status.UP);
    assertThat(answer(List.of(javaScript), Map.of()).getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void itIsDownWhereNothingCanRun() {
    python.available(MISSING);
    javaScript.available(MISSING);
    assertThat(answer().getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void anotherRuntimeThatServesTheLanguageIsEnough() {
    python.available(PREPARING);
    FakeRuntime other = runtime("other", Isolation.WASM, "python");
    assertThat(answer(List.of(javaScript, python, other), Map.of()).getStatus())
        .isEqualTo(Status.UP);
  }

  @Test
  void oneThatThePolicyDoesNotAllowIsNot() {
    python.available(PREPARING);
    FakeRuntime bare = runtime("bare", Isolation.NONE, "python");
    assertThat(answer(List.of(javaScript, python, bare), Map.of()).getStatus())
        .isEqualTo(Status.DOWN);
  }

  @Test
  void patienceEnds() {
    python.available(PREPARING);
    assertThat(answer(Map.of("codebeaker.start.patience", "0s")).getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void onlyTheConfiguredLanguagesAreWaitedFor() {
    python.available(PREPARING);
    assertThat(answer(Map.of("codebeaker.start.languages", "javascript")).getStatus())
        .isEqualTo(Status.UP);
    assertThat(answer(Map.of("codebeaker.start.languages", "")).getStatus()).isEqualTo(Status.UP);
  }

  private HealthCheckResponse answer() {
    return answer(Map.of());
  }

  private HealthCheckResponse answer(Map<String, String> config) {
    return answer(List.of(javaScript, python), config);
  }

  private static HealthCheckResponse answer(
      List<ExecutionRuntime> runtimes, Map<String, String> config) {
    return new StartupProbe(
            new RuntimeRegistry(runtimes),
            TestService.over(runtimes, config).service(),
            ConfigDefaults.of(StartConfig.class, config))
        .call();
  }
}
