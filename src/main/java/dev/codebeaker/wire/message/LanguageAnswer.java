package dev.codebeaker.wire.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.selection.Languages.Described;
import java.util.List;
import java.util.Optional;

/**
 * A language, and the runtimes that know it.
 *
 * @param aliases what requests may call it too
 * @param available whether some runtime can serve it now
 * @param runtime the name of such a runtime
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record LanguageAnswer(
    String name,
    String displayName,
    List<String> aliases,
    boolean available,
    Optional<String> runtime,
    List<On> runtimes) {

  /** A runtime, and whether it can serve the language now. */
  public record On(String name, RuntimeAnswer.Readiness availability, List<String> templates) {}

  static LanguageAnswer of(Described described, List<ExecutionRuntime> runtimes) {
    Language language = described.language();
    List<ExecutionRuntime> knowing =
        runtimes.stream().filter(r -> r.capabilities().languages().contains(language)).toList();
    Optional<String> ready =
        knowing.stream()
            .filter(r -> r.availability(language) instanceof Availability.Available)
            .map(ExecutionRuntime::name)
            .findFirst();
    return new LanguageAnswer(
        language.id(),
        described.displayName(),
        described.aliases(),
        ready.isPresent(),
        ready,
        knowing.stream()
            .map(
                r ->
                    new On(
                        r.name(),
                        RuntimeAnswer.Readiness.of(r.availability(language)),
                        r.templates(language)))
            .toList());
  }
}
