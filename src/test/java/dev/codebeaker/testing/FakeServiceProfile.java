package dev.codebeaker.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** The whole service over a {@link FakeRuntime}, which runs {@link FakeProgram}s. */
public class FakeServiceProfile implements QuarkusTestProfile {
  public static final String TOKEN = "a-secret-of-the-test";

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(FakeServiceBeans.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "quarkus.otel.sdk.disabled", "true",
        "codebeaker.wire.max-message-bytes", "1000000",
        "codebeaker.wire.capture-bytes", "10000",
        "codebeaker.wire.max-waiting-output-bytes", "1000000",
        "codebeaker.wire.max-waiting-bytes", "8000000",
        "codebeaker.wire.slow-reader-patience", "200ms",
        "codebeaker.wire.max-calls-per-connection", "50",
        "codebeaker.wire.allowed-origins", "https://friend.example");
  }
}
