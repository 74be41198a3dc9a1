package dev.codebeaker.selection;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.testing.ConfigDefaults;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecurityPoliciesTest extends SelectionScenario {
  @Test
  void aClientCanNotWeakenThePolicy() {
    ServiceException failure =
        failsWith(ErrorCode.FORBIDDEN, () -> POLICIES.requested(Optional.of("trusted")));
    assertThat(failure.known()).doesNotContain("trusted").contains("production");
    failsWith(ErrorCode.INVALID_PARAMS, () -> POLICIES.requested(Optional.of("lax")));
    assertThat(POLICIES.requested(Optional.empty()).name()).isEqualTo("production");
  }

  @Test
  void unsafePoliciesAreRefusedAtStart() {
    assertThatThrownBy(
            () ->
                new SecurityPolicies(
                    ConfigDefaults.of(
                        SelectionConfig.class,
                        Map.of("codebeaker.selection.policies.mine.isolation-floor", "none"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("codebeaker.selection.policies.mine.isolation-floor");
    assertThatThrownBy(
            () ->
                new SecurityPolicies(
                    ConfigDefaults.of(
                        SelectionConfig.class, Map.of("codebeaker.selection.policy", "no"))))
        .hasMessageContaining("codebeaker.selection.policy");
  }
}
