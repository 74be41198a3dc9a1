package dev.codebeaker.selection;

import dev.codebeaker.runtime.ExecutionRuntime;
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

  public Optional<ExecutionRuntime> winner() {
    return ranked.isEmpty() ? Optional.empty() : Optional.of(ranked.getFirst().runtime());
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
