package dev.codebeaker.selection;

import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;

/**
 * How well a runtime suits a session: three marks from 0 to 1 on fixed scales, and their weighted
 * sum. The scales do not depend on the other candidates, so none changes another's score.
 *
 * <ul>
 *   <li>startup, logarithmic: 1 up to a millisecond, ¾ at 10 ms, ½ at 100 ms, 0 from 10 seconds
 *   <li>memory, logarithmic: 1 up to a mebibyte, ⅔ at 10 MiB, ⅓ at 100 MiB, 0 from 1000 MiB
 *   <li>isolation: a tenth of {@link Isolation#rating}
 * </ul>
 *
 * @param startup its mark
 * @param memory its mark
 * @param isolation its mark
 * @param cost what the marks for startup and memory were given for
 */
public record RuntimeScore(
    ExecutionRuntime runtime,
    double total,
    double startup,
    double memory,
    double isolation,
    RuntimeCost cost) {
  private static final double STARTUP_DECADES = 4;
  private static final double MEMORY_DECADES = 3;
  private static final double HIGHEST_RATING = 10;
  private static final double MEBIBYTE = 1 << 20;

  /**
   * How much each mark counts; the sum is 1. Where speed or memory is asked for, isolation only
   * tips the scales between near equals. Where security is, a step of isolation outweighs whatever
   * speed and memory can add up to.
   */
  public record Weights(double startup, double memory, double isolation) {
    private static final double ONE_THIRD = 1.0 / 3;

    static Weights of(Preference preference) {
      return switch (preference) {
        case SPEED -> new Weights(0.85, 0.1, 0.05);
        case MEMORY -> new Weights(0.1, 0.85, 0.05);
        case SECURITY -> new Weights(0.04, 0.04, 0.92);
        case BALANCED -> new Weights(ONE_THIRD, ONE_THIRD, ONE_THIRD);
      };
    }
  }

  static RuntimeScore of(ExecutionRuntime runtime, RuntimeCost cost, Weights weights) {
    double startup = mark(cost.startup().toNanos() / 1e6, STARTUP_DECADES);
    double memory = mark(cost.memoryBytes() / MEBIBYTE, MEMORY_DECADES);
    double isolation = runtime.capabilities().isolation().rating() / HIGHEST_RATING;
    double total =
        weights.startup() * startup + weights.memory() * memory + weights.isolation() * isolation;
    return new RuntimeScore(runtime, total, startup, memory, isolation, cost);
  }

  public String name() {
    return runtime.name();
  }

  private static double mark(double amount, double decades) {
    return amount <= 1 ? 1 : Math.max(0, 1 - Math.log10(amount) / decades);
  }
}
