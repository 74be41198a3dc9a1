package dev.codebeaker.selection;

import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import java.time.Duration;

/**
 * How well a runtime suits a session: three marks from 0 to 1 on fixed scales, and their weighted
 * sum. The scales do not depend on the other candidates, so none changes another's score.
 *
 * <ul>
 *   <li>startup, logarithmic: 1 up to a millisecond, ¾ at 10 ms, ½ at 100 ms, 0 from 10 seconds
 *   <li>memory, logarithmic: 1 up to a mebibyte, ⅔ at 10 MiB, ⅓ at 100 MiB, 0 from 1000 MiB
 *   <li>isolation: a tenth of {@link Isolation#rating}
 * </ul>
 */
public record RuntimeScore(
    ExecutionRuntime runtime, double total, double startup, double memory, double isolation) {
  private static final double STARTUP_DECADES = 4;
  private static final double MEMORY_DECADES = 3;
  private static final double HIGHEST_RATING = 10;
  private static final double MEBIBYTE = 1 << 20;

  /** How much each mark counts; the sum is 1. */
  record Weights(double startup, double memory, double isolation) {
    private static final double ONE_THIRD = 1.0 / 3;

    static Weights of(Preference preference) {
      return switch (preference) {
        case SPEED -> new Weights(0.8, 0.1, 0.1);
        case MEMORY -> new Weights(0.1, 0.8, 0.1);
        case SECURITY -> new Weights(0.1, 0.1, 0.8);
        case BALANCED -> new Weights(ONE_THIRD, ONE_THIRD, ONE_THIRD);
      };
    }
  }

  static RuntimeScore of(
      ExecutionRuntime runtime, Duration startup, long memoryBytes, Weights weights) {
    double startupMark = mark(startup.toNanos() / 1e6, STARTUP_DECADES);
    double memoryMark = mark(memoryBytes / MEBIBYTE, MEMORY_DECADES);
    double isolationMark = runtime.capabilities().isolation().rating() / HIGHEST_RATING;
    double total =
        weights.startup() * startupMark
            + weights.memory() * memoryMark
            + weights.isolation() * isolationMark;
    return new RuntimeScore(runtime, total, startupMark, memoryMark, isolationMark);
  }

  public String name() {
    return runtime.name();
  }

  private static double mark(double amount, double decades) {
    return amount <= 1 ? 1 : Math.max(0, 1 - Math.log10(amount) / decades);
  }
}
