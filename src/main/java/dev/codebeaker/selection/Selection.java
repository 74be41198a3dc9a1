package dev.codebeaker.selection;

import dev.codebeaker.runtime.ExecutionRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which runtimes can serve a session, best first, and why the others can not.
 *
 * @param preferred whether the policy's preferred runtimes came before the scores
 */
public record Selection(
    Requirements requirements,
    boolean preferred,
    List<RuntimeScore> ranked,
    List<Rejection> rejected) {
  public Selection {
    ranked = List.copyOf(ranked);
    rejected = List.copyOf(rejected);
  }

  /** How much each mark counted. */
  public RuntimeScore.Weights weights() {
    return RuntimeScore.Weights.of(requirements.preference());
  }

  /** The same with the best of several rejected: it turned out that it could not serve. */
  public Selection withoutBest(Rejection why) {
    List<Rejection> more = new ArrayList<>(rejected);
    more.add(why);
    List<RuntimeScore> left = ranked.subList(1, ranked.size());
    boolean stillPreferred = preferred && isPreferred(left.getFirst());
    return new Selection(requirements, stillPreferred, left, more);
  }

  public Optional<ExecutionRuntime> winner() {
    return ranked.isEmpty() ? Optional.empty() : Optional.of(ranked.getFirst().runtime());
  }

  private boolean isPreferred(RuntimeScore score) {
    return requirements.policy().preferredFor(requirements.language()).contains(score.name());
  }

  /** Why the winner won, for people; empty if there is none. */
  public String reason() {
    if (ranked.isEmpty()) {
      return "";
    }
    String name = ranked.getFirst().name();
    if (requirements.runtime().isPresent()) {
      return name + " was asked for";
    }
    if (ranked.size() == 1) {
      return name + " is the only one that can serve " + requirements.language();
    }
    String preference = requirements.preference().label();
    return preferred
        ? name + " is preferred by the policy '" + requirements.policy().name() + "'"
        : name + " has the highest score for " + preference;
  }
}
