package dev.codebeaker.selection;

import dev.codebeaker.execution.Language;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.selection.Rejection.Obstacle;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says why no runtime can serve a session. */
final class NoRuntime {
  private NoRuntime() {}

  static ServiceException failure(Selection selection, RuntimeRegistry registry) {
    Requirements needs = selection.requirements();
    List<Rejection> relevant =
        selection.rejected().stream().filter(rejection -> matters(rejection, needs)).toList();
    ErrorCode code = code(relevant);
    String reasons =
        relevant.stream()
            .map(rejection -> rejection.runtime() + " " + verb(rejection))
            .collect(Collectors.joining("; "));
    String remedies =
        relevant.stream()
            .map(Rejection::remedy)
            .filter(remedy -> !remedy.isEmpty())
            .distinct()
            .collect(Collectors.joining("; or "));
    ServiceException failure =
        ServiceException.of(code, "no runtime can serve " + needs.language() + " now: " + reasons)
            .field(field(code, needs));
    failure = remedies.isEmpty() ? failure : failure.fix(remedies);
    if (code == ErrorCode.TEMPLATE_UNKNOWN) {
      return failure.known(templates(needs.language(), registry));
    }
    boolean ofFeatures = code == ErrorCode.NOT_SUPPORTED && needs.image().isEmpty();
    return ofFeatures ? failure.known(offering(needs, registry)) : failure;
  }

  private static String verb(Rejection rejection) {
    return rejection.obstacle() == Obstacle.UNAVAILABLE
        ? "is unavailable: " + rejection.reason()
        : rejection.reason();
  }

  /** A runtime asked for by name that does not run the language is told so; others are not. */
  private static boolean matters(Rejection rejection, Requirements needs) {
    return switch (rejection.obstacle()) {
      case NOT_CHOSEN -> false;
      case LANGUAGE -> needs.runtime().filter(rejection.runtime()::equals).isPresent();
      case ISOLATION, NETWORK, FEATURE, LIMIT, TEMPLATE, IMAGE, UNAVAILABLE, PREPARING, SATURATED ->
          true;
    };
  }

  private static ErrorCode code(List<Rejection> relevant) {
    if (any(relevant, Obstacle.PREPARING)) {
      return ErrorCode.RUNTIME_PREPARING;
    }
    if (any(relevant, Obstacle.SATURATED)) {
      return ErrorCode.RUNTIME_SATURATED;
    }
    if (any(relevant, Obstacle.UNAVAILABLE)) {
      return ErrorCode.RUNTIME_UNAVAILABLE;
    }
    if (any(relevant, Obstacle.TEMPLATE)) {
      return ErrorCode.TEMPLATE_UNKNOWN;
    }
    return any(relevant, Obstacle.FEATURE) || any(relevant, Obstacle.IMAGE)
        ? ErrorCode.NOT_SUPPORTED
        : ErrorCode.RUNTIME_UNAVAILABLE;
  }

  private static boolean any(List<Rejection> rejections, Obstacle obstacle) {
    return rejections.stream().anyMatch(rejection -> rejection.obstacle() == obstacle);
  }

  private static String field(ErrorCode code, Requirements needs) {
    if (code == ErrorCode.TEMPLATE_UNKNOWN) {
      return "template";
    }
    if (needs.image().isPresent() && code == ErrorCode.NOT_SUPPORTED) {
      return "image";
    }
    if (needs.runtime().isPresent()) {
      return "runtime";
    }
    return code == ErrorCode.NOT_SUPPORTED ? "features" : "language";
  }

  /** Where a runtime was asked for, those that would do; else the features there are. */
  private static List<String> offering(Requirements needs, RuntimeRegistry registry) {
    List<ExecutionRuntime> speaking =
        registry.all().stream()
            .filter(runtime -> runtime.capabilities().languages().contains(needs.language()))
            .toList();
    return needs.runtime().isPresent()
        ? speaking.stream()
            .filter(runtime -> runtime.capabilities().features().containsAll(needs.features()))
            .map(ExecutionRuntime::name)
            .toList()
        : speaking.stream()
            .flatMap(runtime -> runtime.capabilities().features().stream())
            .map(Feature::label)
            .distinct()
            .toList();
  }

  private static TreeSet<String> templates(Language language, RuntimeRegistry registry) {
    TreeSet<String> known = new TreeSet<>();
    registry.all().stream()
        .filter(runtime -> runtime.capabilities().languages().contains(language))
        .forEach(runtime -> known.addAll(runtime.templates(language)));
    return known;
  }
}
