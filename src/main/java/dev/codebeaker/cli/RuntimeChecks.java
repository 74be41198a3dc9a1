package dev.codebeaker.cli;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks at what the runtimes found on this machine, by starting the service for a moment. */
final class RuntimeChecks {
  /** How the details of a runtime begin that tell of a way to confine that does not work here. */
  private static final String REFUSED = "refused ";

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
                Availabilities.settleEverywhere(service);
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
        .forEach((name, value) -> checks.add(detail(runtime.name(), name + " " + value)));
    Map<Availability, List<Language>> alike = new LinkedHashMap<>();
    runtime.capabilities().languages().stream()
        .sorted()
        .forEach(
            language ->
                alike
                    .computeIfAbsent(runtime.availability(language), _ -> new ArrayList<>())
                    .add(language));
    alike.forEach((found, languages) -> checks.add(look(runtime.name(), languages, found)));
  }

  private static Check detail(String runtime, String text) {
    return text.startsWith(REFUSED)
        ? new Check(runtime, Check.State.LESS, text, Optional.empty())
        : Check.ok(runtime, text);
  }

  /** A tool that is not there is one runtime less, and nothing that everybody expects. */
  private static Check look(String runtime, List<Language> languages, Availability found) {
    String names = String.join(", ", languages.stream().map(Language::id).toList()) + ": ";
    return switch (found) {
      case Availability.Available(String version) -> Check.ok(runtime, names + version);
      case Availability.Preparing(String activity, double _) ->
          new Check(runtime, Check.State.LESS, names + activity, Optional.empty());
      case Availability.Unavailable(String reason, String remedy) ->
          Check.less(runtime, names + reason, remedy);
    };
  }
}
