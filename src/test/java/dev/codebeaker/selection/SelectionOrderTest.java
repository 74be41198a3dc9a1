package dev.codebeaker.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.testing.FakeRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The orders that are promised when all runtimes are there, as declared and as measured. */
class SelectionOrderTest extends SelectionScenario {
  private final FakeRuntime wasm = runtime("wasm", Isolation.WASM, 5, 3);
  private final FakeRuntime node = runtime("node", Isolation.PROCESS, 37, 44);
  private final FakeRuntime python = runtime("python", Isolation.PROCESS, 15, 8);
  private final FakeRuntime gvisor = runtime("gvisor", Isolation.USER_KERNEL, 700, 60);
  private final List<ExecutionRuntime> all = List.of(docker, python, gvisor, deno, wasm, node, bun);

  /** What was seen of the three: opening in ms, first output in ms, peak memory in MiB. */
  private enum Seen {
    COLD(13, 14, 21.5, 26, 28, 26.6, 350, 400, 44),
    COLD_ON_A_SLOW_HOST(38, 42, 24, 70, 80, 31, 900, 1100, 60),
    POOLED_INTERPRETERS(0.4, 1.5, 21.5, 0.9, 2.2, 27, 68, 104, 44),
    EVERYTHING_POOLED(1.6, 2.0, 22, 2.6, 3.2, 27, 4, 5.2, 30),
    SHARED_PAGES_NOT_COUNTED(13, 14, 6.8, 26, 28, 14.5, 330, 349, 20),
    REAL_PROGRAMS(13, 60, 80, 26, 90, 110, 350, 500, 160);

    private final double[] figures;

    Seen(double... figures) {
      this.figures = figures;
    }
  }

  @Test
  void whatIsDeclaredGivesTheOrdersThatArePromised() {
    requireOrders();
    assertThat(of(Preference.BALANCED)).containsExactly("bun", "deno", "docker");
    assertThat(names(all, Preference.BALANCED)).startsWith("wasm");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsMeasuredGivesThemToo(Seen seen) {
    measure(bun, seen.figures, 0);
    measure(deno, seen.figures, 3);
    measure(docker, seen.figures, 6);
    requireOrders();
  }

  @Test
  void whereSecurityMattersAStepOfIsolationOutweighsAllElse() {
    Random random = new Random(11);
    for (int round = 0; round < 500; round++) {
      List<ExecutionRuntime> runtimes = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        runtimes.add(random(random, "r" + i));
      }
      List<Isolation> order =
          selector(runtimes.toArray(ExecutionRuntime[]::new))
              .select(needs(Preference.SECURITY))
              .ranked()
              .stream()
              .map(score -> score.runtime().capabilities().isolation())
              .toList();
      assertThat(order).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }
  }

  @Test
  void amongNearEqualsTheBetterConfinedIsTakenEvenForSpeed() {
    FakeRuntime box = runtime("box", Isolation.CONTAINER, 14, 22);
    assertThat(winner(selector(bun, box), Preference.SPEED)).isEqualTo("box");
    FakeRuntime slower = runtime("slower", Isolation.CONTAINER, 20, 22);
    assertThat(winner(selector(bun, slower), Preference.SPEED)).isEqualTo("bun");
  }

  private void requireOrders() {
    assertThat(of(Preference.SPEED)).containsExactly("bun", "deno", "docker");
    assertThat(of(Preference.MEMORY)).containsExactly("bun", "deno", "docker");
    assertThat(names(all, Preference.SECURITY)).startsWith("gvisor", "docker");
  }

  private List<String> of(Preference preference) {
    List<String> three = List.of("bun", "deno", "docker");
    return names(all, preference).stream().filter(three::contains).toList();
  }

  private void measure(FakeRuntime runtime, double[] figures, int from) {
    for (int i = 0; i < 300; i++) {
      costs.openingTook(runtime, JS, milliseconds(figures[from]));
      costs.startupTook(runtime, JS, milliseconds(figures[from + 1]));
      costs.memoryTook(runtime, JS, (long) (figures[from + 2] * (1 << 20)));
    }
  }

  private static FakeRuntime runtime(String name, Isolation isolation, int startup, int memory) {
    return FakeRuntime.named(name, isolation, Duration.ofMillis(startup), memory, LANGUAGE);
  }

  private static Duration milliseconds(double amount) {
    return Duration.ofNanos((long) (amount * 1e6));
  }
}
