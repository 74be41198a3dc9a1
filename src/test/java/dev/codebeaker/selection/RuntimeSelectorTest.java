package dev.codebeaker.selection;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.RuntimeCapabilities.Network;
import dev.codebeaker.testing.ConfigDefaults;
import dev.codebeaker.testing.FakeRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuntimeSelectorTest {
  private static final Language JS = new Language("javascript");
  private static final String LANGUAGE = JS.id();
  private static final SecurityPolicies POLICIES =
      new SecurityPolicies(ConfigDefaults.of(SelectionConfig.class));

  private final FakeRuntime bun =
      FakeRuntime.named("bun", Isolation.PROCESS, Duration.ofMillis(15), 30, LANGUAGE);
  private final FakeRuntime deno =
      FakeRuntime.named("deno", Isolation.PROCESS, Duration.ofMillis(35), 45, LANGUAGE);
  private final FakeRuntime docker =
      FakeRuntime.named("docker", Isolation.CONTAINER, Duration.ofMillis(450), 60, LANGUAGE);

  private MeasuredCosts costs = new MeasuredCosts();

  @Test
  void speedPrefersBunThenDenoThenDocker() {
    assertThat(ranked(Preference.SPEED)).containsExactly("bun", "deno", "docker");
  }

  @Test
  void memoryPrefersBunThenDenoThenDocker() {
    assertThat(ranked(Preference.MEMORY)).containsExactly("bun", "deno", "docker");
  }

  @Test
  void securityPrefersDocker() {
    assertThat(ranked(Preference.SECURITY).getFirst()).isEqualTo("docker");
  }

  @Test
  void autoIsBalanced() {
    assertThat(Preference.byLabel("auto")).contains(Preference.BALANCED);
    assertThat(ranked(Preference.BALANCED)).containsExactly("bun", "deno", "docker");
  }

  @Test
  void equalsAreOrderedByName() {
    FakeRuntime twin =
        FakeRuntime.named("ant", Isolation.PROCESS, Duration.ofMillis(15), 30, LANGUAGE);
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
  void aFewSlowProgramsDoNotMakeARuntimeLookBad() {
    for (int i = 0; i < 100; i++) {
      costs.startupTook(bun, JS, Duration.ofMillis(i % 10 == 0 ? 10_000 : 15));
    }
    assertThat(costs.startup(bun, JS)).isLessThan(Duration.ofMillis(600));
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
  void unknownNamesAreAnsweredWithTheKnownOnes() {
    ServiceException language =
        failsWith(
            ErrorCode.LANGUAGE_UNKNOWN,
            () -> selector(bun).select(needs(new Language("cobol"), Optional.empty(), Set.of())));
    assertThat(language.known()).containsExactly("javascript");
    ServiceException runtime =
        failsWith(
            ErrorCode.RUNTIME_UNKNOWN,
            () -> selector(bun, deno).select(needs(JS, Optional.of("node"), Set.of())));
    assertThat(runtime.known()).containsExactly("bun", "deno");
  }

  @Test
  void theRuntimeAskedForIsTakenOrItsReasonGiven() {
    assertThat(selector(bun, docker).select(needs(JS, Optional.of("docker"), Set.of())).winner())
        .contains(docker);
    docker.available(new Availability.Unavailable("no Docker engine answers", "start docker"));
    ServiceException failure =
        failsWith(
            ErrorCode.RUNTIME_UNAVAILABLE,
            () -> selector(bun, docker).select(needs(JS, Optional.of("docker"), Set.of())));
    assertThat(failure.getMessage()).contains("no Docker engine answers").doesNotContain("bun");
    assertThat(failure.fix()).contains("start docker");
    assertThat(failure.field()).contains("runtime");
  }

  @Test
  void everyReasonIsGivenWhenNoneCanServe() {
    bun.available(new Availability.Unavailable("bun is not installed", "install bun"));
    ServiceException failure =
        failsWith(
            ErrorCode.RUNTIME_UNAVAILABLE,
            () ->
                selector(bun, deno.enforcing(Limit.WALL))
                    .select(needs(JS, Optional.empty(), Set.of(Limit.MEMORY))));
    assertThat(failure.getMessage()).contains("bun is not installed").contains("memoryBytes");
    assertThat(failure.fix().orElseThrow())
        .contains("install bun")
        .contains("leave out limits.memoryBytes");
  }

  @Test
  void onlyLimitsThatAreReallyEnforcedMayBeAskedFor() {
    FakeRuntime lax = deno.enforcing(Limit.WALL);
    assertThat(selector(lax).select(needs(JS, Optional.empty(), Set.of(Limit.WALL))).winner())
        .contains(lax);
    Selection selection = selector(bun, lax).select(needs(JS, Optional.empty(), Set.of(Limit.CPU)));
    assertThat(selection.winner()).contains(bun);
    assertThat(selection.rejected())
        .singleElement()
        .extracting(Rejection::obstacle)
        .isEqualTo(Rejection.Obstacle.LIMIT);
  }

  @Test
  void whatOnlyTakesTimeIsRetryable() {
    bun.available(new Availability.Preparing("compiling", 0.5));
    deno.available(new Availability.Unavailable("deno is not installed", "install deno"));
    ServiceException preparing =
        failsWith(
            ErrorCode.RUNTIME_PREPARING,
            () -> selector(bun, deno).select(needs(Preference.BALANCED)));
    assertThat(preparing.getMessage()).contains("compiling").contains("50 %");
    assertThat(preparing.code().retryable()).isTrue();
  }

  @Test
  void anUnknownTemplateIsAnsweredWithTheKnownOnes() {
    bun.withTemplates("plain", "react");
    Requirements needs =
        new Requirements(
            JS,
            Optional.empty(),
            Preference.BALANCED,
            POLICIES.active(),
            Optional.of("vue"),
            Set.of(),
            Network.NONE);
    ServiceException failure =
        failsWith(ErrorCode.TEMPLATE_UNKNOWN, () -> selector(bun, deno).select(needs));
    assertThat(failure.known()).containsExactly("plain", "react");
    assertThat(failure.field()).contains("template");
  }

  @Test
  void productionNeverRunsUnconfinedCode() {
    FakeRuntime bare = FakeRuntime.named("bare", Isolation.NONE, Duration.ofMillis(1), 1, LANGUAGE);
    ServiceException failure =
        failsWith(
            ErrorCode.RUNTIME_UNAVAILABLE, () -> selector(bare).select(needs(Preference.SPEED)));
    assertThat(failure.getMessage()).contains("production");
    assertThat(selector(bare).select(needs(Preference.SPEED, "trusted")).winner()).contains(bare);
  }

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
    RuntimeSelector selector = new RuntimeSelector(new RuntimeRegistry(runtimes), costs);
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

  private List<String> ranked(Preference preference) {
    return names(List.of(docker, deno, bun), preference);
  }

  private List<String> names(List<ExecutionRuntime> runtimes, Preference preference) {
    return new RuntimeSelector(new RuntimeRegistry(runtimes), costs)
        .select(needs(preference)).ranked().stream().map(RuntimeScore::name).toList();
  }

  private RuntimeSelector selector(ExecutionRuntime... runtimes) {
    return new RuntimeSelector(new RuntimeRegistry(List.of(runtimes)), costs);
  }

  private static String winner(RuntimeSelector selector, Preference preference) {
    return selector.select(needs(preference)).winner().orElseThrow().name();
  }

  private static FakeRuntime random(Random random, String name) {
    Isolation[] confined = {Isolation.PROCESS, Isolation.WASM, Isolation.CONTAINER};
    return FakeRuntime.named(
        name,
        confined[random.nextInt(confined.length)],
        Duration.ofMillis(1 + random.nextInt(1000)),
        1 + random.nextInt(200),
        LANGUAGE);
  }

  private static Requirements needs(Preference preference) {
    return needs(preference, POLICIES.active());
  }

  private static Requirements needs(Preference preference, String policy) {
    SelectionConfig config =
        ConfigDefaults.of(SelectionConfig.class, Map.of("codebeaker.selection.policy", policy));
    return needs(preference, new SecurityPolicies(config).active());
  }

  private static Requirements needs(Preference preference, SecurityPolicy policy) {
    return new Requirements(
        JS, Optional.empty(), preference, policy, Optional.empty(), Set.of(), Network.NONE);
  }

  private static Requirements needs(
      Language language, Optional<String> runtime, Set<Limit> limits) {
    return new Requirements(
        language,
        runtime,
        Preference.BALANCED,
        POLICIES.active(),
        Optional.empty(),
        limits,
        Network.NONE);
  }
}
