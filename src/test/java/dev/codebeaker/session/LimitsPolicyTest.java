package dev.codebeaker.session;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.testing.ConfigDefaults;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsPolicyTest {
  private final LimitsPolicy policy = policy(Map.of());

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    Limits defaults = policy.ofSession(Map.of());
    assertThat(defaults.wall()).hasSeconds(30);
    assertThat(defaults.cpu()).hasSeconds(30);
    assertThat(defaults.memoryBytes()).isEqualTo(512L << 20);
    assertThat(defaults.outputBytes()).isEqualTo(8L << 20);
    assertThat(defaults.workspaceBytes()).isEqualTo(256L << 20);
    assertThat(defaults.files()).isEqualTo(10_000);
    assertThat(defaults.openFiles()).isEqualTo(256);
    assertThat(policy.maxima().wall()).hasSeconds(300);
    assertThat(policy.maxima().memoryBytes()).isEqualTo(2L << 30);
  }

  @ParameterizedTest
  @EnumSource(Limit.class)
  void everyLimitCanBeAskedForUpToItsMaximum(Limit limit) {
    long most = policy.maxima().get(limit);
    assertThat(policy.ofSession(Map.of(limit, most)).get(limit)).isEqualTo(most);
    assertThat(
            failsWith(ErrorCode.LIMIT_TOO_HIGH, () -> policy.ofSession(Map.of(limit, most + 1)))
                .field())
        .contains("limits." + limit.key());
    failsWith(ErrorCode.INVALID_PARAMS, () -> policy.ofSession(Map.of(limit, 0L)));
    failsWith(ErrorCode.INVALID_PARAMS, () -> policy.ofSession(Map.of(limit, -1L)));
  }

  @Test
  void whatBelongsToTheSandboxCanNotBeRaisedLater() {
    Limits session = policy.ofSession(Map.of(Limit.MEMORY, 1000L, Limit.WALL, 1000L));
    failsWith(
        ErrorCode.LIMIT_TOO_HIGH, () -> policy.ofExecution(session, Map.of(Limit.MEMORY, 1001L)));
    assertThat(policy.ofExecution(session, Map.of(Limit.MEMORY, 999L)).memoryBytes())
        .isEqualTo(999);
    assertThat(policy.ofExecution(session, Map.of(Limit.WALL, 300_000L)).wall()).hasSeconds(300);
    assertThat(policy.ofSandbox(session).wall()).hasSeconds(300);
    assertThat(policy.ofSandbox(session).memoryBytes()).isEqualTo(1000);
  }

  @Test
  void aDefaultAboveItsMaximumIsRefusedAtStart() {
    assertThatThrownBy(() -> policy(Map.of("codebeaker.limits.maximum.wall-ms", "1000")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wallMs");
  }

  private static LimitsPolicy policy(Map<String, String> config) {
    return new LimitsPolicy(ConfigDefaults.of(LimitsConfig.class, config));
  }
}
