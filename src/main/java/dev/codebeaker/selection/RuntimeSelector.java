package dev.codebeaker.selection;

import dev.codebeaker.execution.Language;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.ExecutionRuntime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the runtime of a session in two steps: who can serve it at all, and how well. The answer
 * depends on nothing but the requirements, the runtimes and what was measured; equals are ordered
 * by name. Never blocks.
 */
public final class RuntimeSelector {
  private static final Comparator<RuntimeScore> BEST_FIRST =
      Comparator.comparingDouble(RuntimeScore::total).reversed().thenComparing(RuntimeScore::name);

  private final RuntimeRegistry registry;
  private final MeasuredCosts costs;
  private final OpeningFailures failures;

  public RuntimeSelector(RuntimeRegistry registry, MeasuredCosts costs, OpeningFailures failures) {
    this.registry = registry;
    this.costs = costs;
    this.failures = failures;
  }

  /**
   * The runtimes that can serve a session, at least one.
   *
   * @throws ServiceException as {@link #explain}; {@code RUNTIME_PREPARING} or {@code
   *     RUNTIME_SATURATED} if waiting is all that one of them needs, {@code TEMPLATE_UNKNOWN}, or
   *     {@code RUNTIME_UNAVAILABLE} with every reason
   */
  public Selection select(Requirements requirements) {
    Selection selection = explain(requirements);
    if (selection.ranked().isEmpty()) {
      throw NoRuntime.failure(selection, registry);
    }
    return selection;
  }

  /**
   * The same answer, also when no runtime can serve the session.
   *
   * @throws ServiceException {@code LANGUAGE_UNKNOWN} or {@code RUNTIME_UNKNOWN}
   */
  public Selection explain(Requirements requirements) {
    requireKnown(requirements);
    List<RuntimeScore> ranked = new ArrayList<>();
    List<Rejection> rejected = new ArrayList<>();
    RuntimeScore.Weights weights = RuntimeScore.Weights.of(requirements.preference());
    for (ExecutionRuntime runtime : registry.all()) {
      Optional<Rejection> rejection = rejection(runtime, requirements);
      if (rejection.isPresent()) {
        rejected.add(rejection.get());
      } else {
        RuntimeCost cost = costs.of(runtime, requirements.language());
        ranked.add(RuntimeScore.of(runtime, cost, weights));
      }
    }
    ranked.sort(BEST_FIRST);
    return new Selection(requirements, preferredFirst(ranked, requirements), ranked, rejected);
  }

  private Optional<Rejection> rejection(ExecutionRuntime runtime, Requirements requirements) {
    Optional<Rejection> rejection = Eligibility.check(runtime, requirements);
    return rejection.isPresent() ? rejection : failures.check(runtime, requirements.language());
  }

  /** Only where the client left the choice to the service. */
  private static boolean preferredFirst(List<RuntimeScore> ranked, Requirements requirements) {
    List<String> preferred = requirements.policy().preferredFor(requirements.language());
    if (preferred.isEmpty() || requirements.preference() != Preference.BALANCED) {
      return false;
    }
    ranked.sort(
        Comparator.comparingInt(
            (RuntimeScore score) -> {
              int place = preferred.indexOf(score.name());
              return place < 0 ? preferred.size() : place;
            }));
    return !ranked.isEmpty() && preferred.contains(ranked.getFirst().name());
  }

  private void requireKnown(Requirements requirements) {
    if (!registry.languages().contains(requirements.language())) {
      throw ServiceException.of(
              ErrorCode.LANGUAGE_UNKNOWN, "no runtime knows '" + requirements.language() + "'")
          .field("language")
          .fix("use one of the known languages")
          .known(registry.languages().stream().map(Language::id).toList());
    }
    Optional<String> asked = requirements.runtime();
    if (asked.isPresent() && registry.find(asked.get()).isEmpty()) {
      throw ServiceException.of(ErrorCode.RUNTIME_UNKNOWN, "there is no such runtime")
          .field("runtime")
          .fix("use one of the known runtimes, or leave it out to have one chosen")
          .known(registry.names());
    }
  }
}
