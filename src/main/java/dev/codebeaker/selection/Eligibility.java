package dev.codebeaker.selection;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.RuntimeCapabilities;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.selection.Rejection.Obstacle;
import java.util.Optional;
import java.util.stream.Collectors;

/** The hard requirements: what would have to change comes before what only takes time. */
final class Eligibility {
  private Eligibility() {}

  /** The first thing in the way, or empty if the runtime can serve the session now. */
  static Optional<Rejection> check(ExecutionRuntime runtime, Requirements needs) {
    RuntimeCapabilities can = runtime.capabilities();
    if (!can.languages().contains(needs.language())) {
      return no(runtime, Obstacle.LANGUAGE, "does not run " + needs.language(), "");
    }
    if (needs.runtime().isPresent() && !needs.runtime().get().equals(runtime.name())) {
      return no(runtime, Obstacle.NOT_CHOSEN, "another one was asked for", "");
    }
    Isolation floor = needs.policy().isolationFloor();
    if (can.isolation().compareTo(floor) < 0) {
      return no(
          runtime,
          Obstacle.ISOLATION,
          "confines by "
              + can.isolation().label()
              + ", below "
              + floor.label()
              + ", the floor of"
              + " the policy '"
              + needs.policy().name()
              + "'",
          "");
    }
    if (can.network().compareTo(needs.network()) < 0) {
      return no(runtime, Obstacle.NETWORK, "has no such network access", "");
    }
    if (!can.features().containsAll(needs.features())) {
      return no(runtime, Obstacle.FEATURE, "does not offer " + missing(can, needs), remedy(needs));
    }
    for (Limit limit : needs.limits()) {
      if (!can.enforcedLimits().contains(limit)) {
        return no(
            runtime,
            Obstacle.LIMIT,
            "does not enforce " + limit.key(),
            "leave out limits." + limit.key());
      }
    }
    return now(runtime, needs);
  }

  private static String missing(RuntimeCapabilities can, Requirements needs) {
    return needs.features().stream()
        .filter(feature -> !can.features().contains(feature))
        .sorted()
        .map(Feature::label)
        .collect(Collectors.joining(", "));
  }

  private static String remedy(Requirements needs) {
    return needs.runtime().isPresent()
        ? "name a runtime that does, or none to have one chosen"
        : "do without, or have a runtime installed that does";
  }

  private static Optional<Rejection> now(ExecutionRuntime runtime, Requirements needs) {
    if (needs.template().isPresent()
        && !runtime.templates(needs.language()).contains(needs.template().get())) {
      return no(runtime, Obstacle.TEMPLATE, "has no such template", "leave out template");
    }
    Optional<String> refusal = needs.image().flatMap(runtime::refuses);
    if (refusal.isPresent()) {
      return no(runtime, Obstacle.IMAGE, refusal.get(), "leave out image");
    }
    return switch (runtime.availability(needs.language())) {
      case Availability.Unavailable(String reason, String remedy) ->
          no(runtime, Obstacle.UNAVAILABLE, reason, remedy);
      case Availability.Preparing(String activity, double progress) ->
          no(
              runtime,
              Obstacle.PREPARING,
              "is being prepared: " + activity + ", " + Math.round(progress * 100) + " % done",
              "try again in a moment");
      case Availability.Available _ -> capacity(runtime);
    };
  }

  private static Optional<Rejection> capacity(ExecutionRuntime runtime) {
    int most = runtime.capabilities().maxConcurrent();
    return runtime.open() < most
        ? Optional.empty()
        : no(
            runtime,
            Obstacle.SATURATED,
            "has " + most + " sandboxes open, and can have no more",
            "try again later, or close sessions");
  }

  private static Optional<Rejection> no(
      ExecutionRuntime runtime, Obstacle obstacle, String reason, String remedy) {
    return Optional.of(new Rejection(runtime.name(), obstacle, reason, remedy));
  }
}
