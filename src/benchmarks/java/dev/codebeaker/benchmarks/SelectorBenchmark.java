package dev.codebeaker.benchmarks;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.RuntimeCapabilities.Network;
import dev.codebeaker.selection.MeasuredCosts;
import dev.codebeaker.selection.OpeningFailures;
import dev.codebeaker.selection.Preference;
import dev.codebeaker.selection.Requirements;
import dev.codebeaker.selection.RuntimeRegistry;
import dev.codebeaker.selection.RuntimeSelector;
import dev.codebeaker.selection.SecurityPolicies;
import dev.codebeaker.selection.Selection;
import dev.codebeaker.selection.SelectionConfig;
import dev.codebeaker.testing.ConfigDefaults;
import dev.codebeaker.testing.FakeRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What choosing among ten runtimes costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SelectorBenchmark {
  private static final int RUNTIMES = 10;

  private static final SelectionConfig CONFIG = ConfigDefaults.of(SelectionConfig.class);

  private final RuntimeSelector selector = selector();
  private final Requirements requirements =
      new Requirements(
          new Language("python"),
          Optional.empty(),
          Preference.BALANCED,
          new SecurityPolicies(CONFIG).active(),
          Optional.empty(),
          Set.of(),
          Set.of(),
          Network.NONE);

  /** Over runtimes of which everything was measured, one of them failing. */
  private static RuntimeSelector selector() {
    RuntimeRegistry registry = new RuntimeRegistry(runtimes());
    MeasuredCosts costs = new MeasuredCosts(InstantSource.system());
    OpeningFailures failures = new OpeningFailures(CONFIG.rest(), InstantSource.system());
    Language python = new Language("python");
    for (ExecutionRuntime runtime : registry.all()) {
      costs.openingTook(runtime, python, Duration.ofMillis(7));
      costs.startupTook(runtime, python, Duration.ofMillis(9));
      costs.memoryTook(runtime, python, 20 << 20);
    }
    failures.failed(registry.all().getFirst(), python);
    return new RuntimeSelector(registry, costs, failures);
  }

  private static List<ExecutionRuntime> runtimes() {
    List<ExecutionRuntime> runtimes = new ArrayList<>();
    for (int i = 0; i < RUNTIMES; i++) {
      Isolation isolation = Isolation.values()[1 + i % (Isolation.values().length - 1)];
      runtimes.add(
          FakeRuntime.named(
              "runtime" + i, isolation, Duration.ofMillis(5L + 40 * i), 10 + i, "python"));
    }
    return runtimes;
  }

  @Benchmark
  public Selection select() {
    return selector.select(requirements);
  }

  public static void main(String[] args) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(SelectorBenchmark.class.getSimpleName())
                .forks(0)
                .warmupIterations(3)
                .measurementIterations(5)
                .warmupTime(TimeValue.seconds(1))
                .measurementTime(TimeValue.seconds(1))
                .build())
        .run();
  }
}
