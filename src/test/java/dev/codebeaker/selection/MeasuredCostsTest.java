package dev.codebeaker.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Language;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeasuredCostsTest extends SelectionScenario {
  private static final Duration USUAL = Duration.ofMillis(13);
  private static final Duration LOADED = Duration.ofMillis(400);

  @Test
  void whatNothingWasMeasuredOfCostsWhatItDeclares() {
    RuntimeCost cost = costs.of(bun, JS);
    assertThat(cost).isEqualTo(new RuntimeCost(USUAL, Duration.ZERO, 22 << 20, 0, 0, 0));
    assertThat(cost.isMeasured()).isFalse();
  }

  @Test
  void aFewSlowProgramsDoNotMakeARuntimeLookBad() {
    for (int i = 0; i < 200; i++) {
      boolean hostile = i % 10 == 9;
      costs.startupTook(bun, JS, hostile ? Duration.ofSeconds(10) : USUAL);
      costs.memoryTook(bun, JS, hostile ? 1L << 30 : 22 << 20);
    }
    assertThat(costs.of(bun, JS).startup()).isLessThan(Duration.ofMillis(16));
    assertThat(costs.of(bun, JS).memoryBytes()).isLessThan(26 << 20);
    assertThat(winner(selector(bun, deno), Preference.SPEED)).isEqualTo("bun");
  }

  @Test
  void aRuntimeWhoseOpeningGrowsSlowLosesItsRankWithinAFewSessions() {
    open(100, USUAL);
    assertThat(winner(selector(bun, deno), Preference.SPEED)).isEqualTo("bun");
    open(3, LOADED);
    assertThat(winner(selector(bun, deno), Preference.SPEED)).isEqualTo("deno");
    open(5, LOADED);
    assertThat(costs.of(bun, JS).delay()).isBetween(LOADED.dividedBy(2), LOADED);
  }

  @Test
  void aSingleSlowOpeningDoesNotLoseTheRankForLong() {
    open(100, USUAL);
    open(1, Duration.ofSeconds(2));
    clock.pass(Duration.ofMinutes(1));
    assertThat(winner(selector(bun, deno), Preference.SPEED)).isEqualTo("bun");
  }

  @Test
  void whatLostItsRankGetsItBackWithoutBeingMeasured() {
    open(20, LOADED);
    assertThat(winner(selector(bun, deno), Preference.SPEED)).isEqualTo("deno");
    clock.pass(Duration.ofMinutes(3));
    assertThat(winner(selector(bun, deno), Preference.SPEED)).isEqualTo("bun");
  }

  @Test
  void whenTheLoadIsGoneAFewQuickOpeningsShowIt() {
    open(100, USUAL);
    open(20, LOADED);
    open(12, USUAL);
    assertThat(winner(selector(bun, deno), Preference.SPEED)).isEqualTo("bun");
  }

  @Test
  void aHostThatIsSlowForGoodIsNotTakenForLoad() {
    open(500, Duration.ofMillis(50));
    for (int i = 0; i < 500; i++) {
      costs.startupTook(bun, JS, Duration.ofMillis(55));
    }
    assertThat(costs.of(bun, JS).delay()).isLessThan(Duration.ofMillis(1));
    assertThat(costs.of(bun, JS).startup()).isBetween(millis(54), millis(57));
  }

  @Test
  void whatIsMeasuredIsForgottenInHoursWhereNothingIsMeasuredAnyMore() {
    for (int i = 0; i < 500; i++) {
      costs.startupTook(bun, JS, Duration.ofMillis(100));
      costs.memoryTook(bun, JS, 200 << 20);
    }
    clock.pass(Duration.ofMinutes(1));
    assertThat(costs.of(bun, JS).startup()).isBetween(millis(90), millis(100));
    clock.pass(Duration.ofHours(12));
    assertThat(costs.of(bun, JS).startup()).isBetween(USUAL, millis(14));
    assertThat(costs.of(bun, JS).memoryBytes()).isBetween(22L << 20, 23L << 20);
    assertThat(costs.of(bun, JS).starts()).isEqualTo(500);
  }

  @Test
  void waitingInVainCountsAsSlowAndARefusalAtOnceAsNothing() {
    costs.openingWaited(bun, JS, Duration.ofNanos(20_000));
    assertThat(costs.of(bun, JS).openings()).isZero();
    costs.openingWaited(bun, JS, Duration.ofSeconds(2));
    assertThat(costs.of(bun, JS).delay()).isGreaterThan(USUAL);
  }

  @Test
  void languagesOfOneRuntimeAreMeasuredApart() {
    open(20, LOADED);
    assertThat(costs.of(bun, new Language("typescript")).isMeasured()).isFalse();
  }

  private void open(int times, Duration took) {
    for (int i = 0; i < times; i++) {
      clock.pass(Duration.ofMillis(100));
      costs.openingTook(bun, JS, took);
    }
  }

  private static Duration millis(long amount) {
    return Duration.ofMillis(amount);
  }
}
