package dev.codebeaker.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.testing.ConfigDefaults;
import dev.codebeaker.testing.FakeRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuntimeSelectorTest extends SelectionScenario {
  @Test
  void autoIsBalanced() {
    assertThat(Preference.byLabel("auto")).contains(Preference.BALANCED);
    assertThat(ranked(Preference.BALANCED)).containsExactly("bun", "deno", "docker");
  }

  @Test
  void equalsAreOrderedByName() {
    FakeRuntime twin =
        FakeRuntime.named("ant", Isolation.PROCESS, Duration.ofMillis(13), 22, LANGUAGE);
    Selection selection = selector(bun, twin).select(needs(Preference.SPEED));
    assertThat(selection.ranked()).extracting(RuntimeScore::name).containsExactly("ant", "bun");
  }

  @ParameterizedTest
  @EnumSource(Preference.class)
  void moreIsolationNeverLowersAScore(Preference preference) {
    double before = 0;
    for (Isolation isolation : Isolation.values()) {
      FakeRuntime runtime = FakeRuntime.named("r", isolation, Duration.ofMillis(50), 50, LANGUAGE);
      double score =
          selector(runtime).select(needs(preference, "trusted")).ranked().getFirst().total();
      assertThat(score).isGreaterThanOrEqualTo(before).isBetween(0.0, 1.0);
      before = score;
    }
  }

  @ParameterizedTest
  @EnumSource(Preference.class)
  void anotherCandidateNeverChangesTheOrderOfTheOthers(Preference preference) {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<ExecutionRuntime> runtimes = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        runtimes.add(random(random, "r" + i));
      }
      List<String> with = names(runtimes, preference);
      String left = runtimes.removeLast().name();
      assertThat(names(runtimes, preference))
          .isEqualTo(with.stream().filter(name -> !name.equals(left)).toList());
    }
  }

  @Test
  void whatIsMeasuredCorrectsWhatIsDeclared() {
    FakeRuntime boaster =
        FakeRuntime.named("boaster", Isolation.PROCESS, Duration.ofMillis(1), 30, LANGUAGE);
    assertThat(winner(selector(boaster, bun), Preference.SPEED)).isEqualTo("boaster");
    for (int i = 0; i < 500; i++) {
      costs.startupTook(boaster, JS, Duration.ofMillis(100));
    }
    assertThat(winner(selector(boaster, bun), Preference.SPEED)).isEqualTo("bun");
  }

  @Test
  void thePoliciesPreferredRuntimesComeFirstUnlessTheClientHasAPreference() {
    SecurityPolicies policies =
        new SecurityPolicies(
            ConfigDefaults.of(
                SelectionConfig.class,
                Map.of(
                    "codebeaker.selection.policies.production.preferred.javascript",
                    "gvisor,docker")));
    Requirements needs = needs(Preference.BALANCED, policies.active());
    Selection selection = selector(bun, deno, docker).select(needs);
    assertThat(selection.ranked())
        .extracting(RuntimeScore::name)
        .containsExactly("docker", "bun", "deno");
    assertThat(selection.reason()).contains("preferred").contains("production");
    Selection fast = selector(bun, docker).select(needs(Preference.SPEED, policies.active()));
    assertThat(fast.winner()).contains(bun);
  }

  @Test
  void explainingAnswersWithoutAWinnerToo() {
    bun.available(new Availability.Unavailable("bun is not installed", ""));
    Selection selection = selector(bun).explain(needs(Preference.BALANCED));
    assertThat(selection.winner()).isEmpty();
    assertThat(selection.rejected()).hasSize(1);
    assertThat(selector(deno).explain(needs(Preference.SPEED)).reason()).contains("only one");
  }

  @Test
  void selectingIsCheap() {
    List<ExecutionRuntime> runtimes = new ArrayList<>(List.of(bun, deno, docker));
    Random random = new Random(1);
    for (int i = 0; i < 7; i++) {
      runtimes.add(random(random, "r" + i));
    }
    RuntimeSelector selector = selector(runtimes.toArray(ExecutionRuntime[]::new));
    Requirements needs = needs(Preference.BALANCED);
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 40; round++) {
      long begun = System.nanoTime();
      for (int i = 0; i < 1000; i++) {
        selector.select(needs);
      }
      best = Math.min(best, (System.nanoTime() - begun) / 1000);
    }
    System.out.println("one selection among ten takes " + best + " ns");
    assertThat(best).isLessThan(10_000);
  }
}
