package dev.codebeaker.cli;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Looks at what the runtimes found on this machine, by starting the service for a moment. */
final class RuntimeChecks {
  private final Application application;

  RuntimeChecks(Application application) {
    this.application = application;
  }

  List<Check> look() {
    List<Check> checks = new ArrayList<>();
    try {
      int ended =
          application.quietly(
              service -> {
                Availabilities.settle(service);
                service.runtimes().forEach(runtime -> look(runtime, checks));
                return ExitCode.OK;
              });
      if (ended != ExitCode.OK) {
        checks.add(Check.missing("service", "does not start", "./codebeaker serve says why"));
      }
    } catch (RuntimeException failure) {
      checks.add(
          Check.missing(
              "service", "does not start: " + failure.getMessage(), "./codebeaker serve says why"));
    }
    return checks;
  }

  private static void look(ExecutionRuntime runtime, List<Check> checks) {
    new TreeMap<>(runtime.details())
        .forEach((name, value) -> checks.add(Check.ok(runtime.name(), name + " " + value)));
    runtime.capabilities().languages().stream()
        .sorted()
        .map(language -> look(runtime, language))
        .forEach(checks::add);
  }

  /** A tool that is not there is one runtime less, and nothing that everybody expects. */
  private static Check look(ExecutionRuntime runtime, Language language) {
    return switch (runtime.availability(language)) {
      case Availability.Available(String version) ->
          Check.ok(runtime.name(), language + ": " + version);
      case Availability.Preparing(String activity, double _) ->
          new Check(runtime.name(), Check.State.LESS, language + ": " + activity, Optional.empty());
      case Availability.Unavailable(String reason, String remedy) ->
          Check.less(runtime.name(), language + ": " + reason, remedy);
    };
  }
}
