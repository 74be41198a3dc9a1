package dev.codebeaker.wire.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.codebeaker.selection.Rejection;
import dev.codebeaker.selection.RuntimeScore;
import dev.codebeaker.selection.Selection;
import java.util.List;
import java.util.Optional;

/**
 * Which runtime a session gets, and why.
 *
 * @param winner absent where no runtime can serve the session
 * @param score of the winner, 0 to 1
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
    List<Ranked> ranked,
    List<Rejected> rejected) {

  /** Marks from 0 to 1 on fixed scales, and their weighted sum. */
  public record Ranked(
      String runtime, double score, double startup, double memory, double isolation) {
    static Ranked of(RuntimeScore score) {
      return new Ranked(
          score.name(), score.total(), score.startup(), score.memory(), score.isolation());
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
        selection.ranked().stream().map(Ranked::of).toList(),
        selection.rejected().stream().map(Rejected::of).toList());
  }
}
