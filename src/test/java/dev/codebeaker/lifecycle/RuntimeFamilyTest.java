package dev.codebeaker.lifecycle;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.RuntimeFamily;
import dev.codebeaker.testing.FakeRuntime;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The service as it is wired, with a family of runtimes beside its own. */
@QuarkusTest
@TestProfile(RuntimeFamilyTest.Profile.class)
class RuntimeFamilyTest {
  @Test
  void itsRuntimesAreListedChosenAndMeasuredLikeAllOthers() {
    given()
        .get("/api/runtimes")
        .then()
        .body("runtimes.name", containsInAnyOrder("ant", "bee", "wasm"));
    given()
        .contentType("application/json")
        .body("{\"language\": \"javascript\", \"preference\": \"speed\"}")
        .post("/api/runtimes/explain")
        .then()
        .body("winner", equalTo("bee"))
        .body("ranked[0].declared.startupMs", equalTo(1.0f));
    given()
        .get("/q/metrics")
        .then()
        .body(containsString("codebeaker_runtimes_resting{runtime=\"ant\"} 0.0"));
  }

  /** A service over its real beans and {@link Family}. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(Family.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.otel.sdk.disabled", "true",
          "codebeaker.wasm.engine", "java",
          "codebeaker.workspace.state-directory", stateDirectory());
    }

    private static String stateDirectory() {
      try {
        return Files.createTempDirectory("codebeaker-family").toString();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Two runtimes out of one bean. */
  @Alternative
  @Singleton
  public static class Family {
    @Produces
    @Singleton
    RuntimeFamily family() {
      return () ->
          List.of(
              FakeRuntime.named(
                  "ant", Isolation.PROCESS, Duration.ofMillis(900), 500, "javascript"),
              FakeRuntime.named("bee", Isolation.CONTAINER, Duration.ofMillis(1), 1, "javascript"));
    }
  }
}
