package dev.codebeaker.wire.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.codebeaker.runtime.RuntimeCapabilities;
import dev.codebeaker.selection.Rejection;
import dev.codebeaker.selection.RuntimeCost;
import dev.codebeaker.selection.RuntimeScore;
import dev.codebeaker.selection.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which runtime a session gets, and why.
 *
 * @param winner absent where no runtime can serve the session
 * @param score of the winner, 0 to 1
 * @param weights how much each mark counts in a score
 * @param ranked those that could serve it, best first
 * @param rejected those that could not
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SelectionAnswer(
    Optional<String> winner,
    Optional<Double> score,
    String preference,
    String policy,
    List<String> reasons,
    Weights weights,
    List<Ranked> ranked,
    List<Rejected> rejected) {

  /** How much each mark counts; the sum is 1. */
  public record Weights(double startup, double memory, double isolation) {
    static Weights of(RuntimeScore.Weights weights) {
      return new Weights(weights.startup(), weights.memory(), weights.isolation());
    }
  }

  /**
   * Marks from 0 to 1 on fixed scales, and their weighted sum.
   *
   * @param measured absent where nothing was: then the marks are for what is declared
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Ranked(
      String runtime,
      double score,
      double startup,
      double memory,
      double isolation,
      Declared declared,
      Optional<Measured> measured) {
    static Ranked of(RuntimeScore score) {
      return new Ranked(
          score.name(),
          score.total(),
          score.startup(),
          score.memory(),
          score.isolation(),
          Declared.of(score.runtime().capabilities()),
          Optional.of(score.cost()).filter(RuntimeCost::isMeasured).map(Measured::of));
    }
  }

  /** What the runtime says of itself. */
  public record Declared(double startupMs, long memoryBytes) {
    static Declared of(RuntimeCapabilities can) {
      return new Declared(milliseconds(can.startup()), can.memoryOverheadBytes());
    }
  }

  /**
   * What the marks were given for.
   *
   * @param startupMs from asking for a sandbox to the first output, the delay included
   * @param delayMs how much of that is because opening takes longer now than it usually does
   * @param openings how many times it was measured what opening takes
   * @param starts how many times the first output was seen
   * @param executions how many times the memory was measured
   */
  public record Measured(
      double startupMs,
      double delayMs,
      long memoryBytes,
      long openings,
      long starts,
      long executions) {
    static Measured of(RuntimeCost cost) {
      return new Measured(
          milliseconds(cost.startup()),
          milliseconds(cost.delay()),
          cost.memoryBytes(),
          cost.openings(),
          cost.starts(),
          cost.executions());
    }
  }

  /**
   * @param obstacle what was in the way: {@code language}, {@code limit}, {@code unavailable} …
   * @param remedy what to do about it; empty if there is nothing
   */
  public record Rejected(String runtime, String obstacle, String reason, String remedy) {
    static Rejected of(Rejection rejection) {
      return new Rejected(
          rejection.runtime(),
          rejection.obstacle().label(),
          rejection.reason(),
          rejection.remedy());
    }
  }

  public static SelectionAnswer of(Selection selection) {
    Optional<RuntimeScore> first = selection.ranked().stream().findFirst();
    return new SelectionAnswer(
        first.map(RuntimeScore::name),
        first.map(RuntimeScore::total),
        selection.requirements().preference().label(),
        selection.requirements().policy().name(),
        first.isPresent() ? List.of(selection.reason()) : List.of(),
        Weights.of(selection.weights()),
        selection.ranked().stream().map(Ranked::of).toList(),
        selection.rejected().stream().map(Rejected::of).toList());
  }

  private static double milliseconds(Duration time) {
    return time.toNanos() / 1e6;
  }
}
