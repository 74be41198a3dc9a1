package dev.codebeaker.selection;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.execution.Language;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningFailuresTest extends SelectionScenario {
  private static final Duration REST = Duration.ofSeconds(10);
  private static final Duration WINDOW = Duration.ofSeconds(30);

  @Test
  void aRuntimeThatFailsThreeTimesInARowRestsForAWhile() {
    fail(2);
    assertThat(rests()).isFalse();
    fail(1);
    assertThat(rests()).isTrue();
    assertThat(failures.resting(bun)).isEqualTo(1);
    clock.pass(REST);
    assertThat(rests()).isFalse();
    assertThat(failures.resting(bun)).isZero();
  }

  @Test
  void theReasonIsGiven() {
    fail(3);
    Selection selection = selector(bun, deno).explain(needs(Preference.SPEED));
    assertThat(selection.winner()).contains(deno);
    Rejection why = selection.rejected().getFirst();
    assertThat(why.obstacle()).isEqualTo(Rejection.Obstacle.UNAVAILABLE);
    assertThat(why.reason()).contains("3 times in a row");
    clock.pass(Duration.ofMillis(2500));
    ServiceException failure =
        failsWith(
            ErrorCode.RUNTIME_UNAVAILABLE, () -> selector(bun).select(needs(Preference.SPEED)));
    assertThat(failure.fix().orElseThrow()).contains("try again in 8 s");
  }

  @Test
  void failuresFarApartDoNotCount() {
    fail(2);
    clock.pass(WINDOW.plusMillis(1));
    fail(2);
    assertThat(rests()).isFalse();
    fail(1);
    assertThat(rests()).isTrue();
  }

  @Test
  void aSuccessEndsTheRow() {
    fail(2);
    failures.succeeded(bun, JS);
    fail(2);
    assertThat(rests()).isFalse();
  }

  @Test
  void oneSessionProbesWhileTheOthersStayAway() {
    fail(3);
    clock.pass(REST);
    failures.trying(bun, JS);
    assertThat(rests()).as("while the probe is out").isTrue();
    failures.succeeded(bun, JS);
    assertThat(rests()).isFalse();
  }

  @Test
  void aProbeThatFailsMeansAnotherRest() {
    fail(3);
    clock.pass(REST.plusHours(1));
    failures.trying(bun, JS);
    fail(1);
    assertThat(rests()).isTrue();
    clock.pass(REST);
    assertThat(rests()).isFalse();
  }

  @Test
  void aProbeOfWhichNothingIsHeardDoesNotKeepTheRuntimeAwayForEver() {
    fail(3);
    clock.pass(REST);
    failures.trying(bun, JS);
    clock.pass(REST);
    assertThat(rests()).isFalse();
  }

  @Test
  void otherLanguagesAndRuntimesGoOn() {
    fail(3);
    assertThat(failures.check(bun, new Language("typescript"))).isEmpty();
    assertThat(failures.check(deno, JS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"after-failures", "within", "lasts"})
  void settingsThatMakeNoSenseAreRefused(String key) {
    String name = "codebeaker.selection.rest." + key;
    SelectionConfig config = ConfigDefaults.of(SelectionConfig.class, Map.of(name, "0"));
    assertThatThrownBy(() -> new OpeningFailures(config.rest(), clock))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      failures.failed(bun, JS);
    }
  }

  private boolean rests() {
    return failures.check(bun, JS).isPresent();
  }
}
