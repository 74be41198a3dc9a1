package dev.codebeaker.selection;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.RuntimeCapabilities.Network;
import dev.codebeaker.testing.ConfigDefaults;
import dev.codebeaker.testing.FakeClock;
import dev.codebeaker.testing.FakeRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Runtimes with figures like those of the real ones, to select among. */
abstract class SelectionScenario {
  static final Language JS = new Language("javascript");
  static final String LANGUAGE = JS.id();
  static final SecurityPolicies POLICIES =
      new SecurityPolicies(ConfigDefaults.of(SelectionConfig.class));

  final FakeRuntime bun =
      FakeRuntime.named("bun", Isolation.PROCESS, Duration.ofMillis(13), 22, LANGUAGE);
  final FakeRuntime deno =
      FakeRuntime.named("deno", Isolation.PROCESS, Duration.ofMillis(26), 27, LANGUAGE);
  final FakeRuntime docker =
      FakeRuntime.named("docker", Isolation.CONTAINER, Duration.ofMillis(350), 30, LANGUAGE);

  final FakeClock clock = new FakeClock();
  final MeasuredCosts costs = new MeasuredCosts(clock);
  final OpeningFailures failures =
      new OpeningFailures(ConfigDefaults.of(SelectionConfig.class).rest(), clock);

  final List<String> ranked(Preference preference) {
    return names(List.of(docker, deno, bun), preference);
  }

  final List<String> names(List<ExecutionRuntime> runtimes, Preference preference) {
    return new RuntimeSelector(new RuntimeRegistry(runtimes), costs, failures)
        .select(needs(preference)).ranked().stream().map(RuntimeScore::name).toList();
  }

  final RuntimeSelector selector(ExecutionRuntime... runtimes) {
    return new RuntimeSelector(new RuntimeRegistry(List.of(runtimes)), costs, failures);
  }

  static String winner(RuntimeSelector selector, Preference preference) {
    return selector.select(needs(preference)).winner().orElseThrow().name();
  }

  static FakeRuntime random(Random random, String name) {
    Isolation[] confined = {Isolation.PROCESS, Isolation.WASM, Isolation.CONTAINER};
    return FakeRuntime.named(
        name,
        confined[random.nextInt(confined.length)],
        Duration.ofMillis(1 + random.nextInt(1000)),
        1 + random.nextInt(200),
        LANGUAGE);
  }

  static Requirements needs(Preference preference) {
    return needs(preference, POLICIES.active());
  }

  static Requirements needs(Preference preference, String policy) {
    SelectionConfig config =
        ConfigDefaults.of(SelectionConfig.class, Map.of("codebeaker.selection.policy", policy));
    return needs(preference, new SecurityPolicies(config).active());
  }

  static Requirements needs(Preference preference, SecurityPolicy policy) {
    return new Requirements(
        JS,
        Optional.empty(),
        preference,
        policy,
        Optional.empty(),
        Set.of(),
        Set.of(),
        Network.NONE);
  }

  static Requirements needs(Optional<String> runtime, Feature... features) {
    return new Requirements(
        JS,
        runtime,
        Preference.BALANCED,
        POLICIES.active(),
        Optional.empty(),
        Set.of(),
        Set.of(features),
        Network.NONE);
  }

  static Requirements needs(Language language, Optional<String> runtime, Set<Limit> limits) {
    return new Requirements(
        language,
        runtime,
        Preference.BALANCED,
        POLICIES.active(),
        Optional.empty(),
        limits,
        Set.of(),
        Network.NONE);
  }
}
