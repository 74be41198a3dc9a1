package dev.codebeaker.wire.message;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.ExecutionRuntime;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;

/** Which runtimes there are and which languages they know, for clients to choose from. */
@Singleton
public final class Catalogue {
  private final List<ExecutionRuntime> runtimes;

  Catalogue(@All List<ExecutionRuntime> runtimes) {
    this.runtimes = runtimes.stream().sorted(Comparator.comparing(ExecutionRuntime::name)).toList();
  }

  /** All runtimes, by name. */
  public record Runtimes(List<RuntimeAnswer> runtimes) {}

  /** All languages, by name. */
  public record Languages(List<LanguageAnswer> languages) {}

  public Runtimes runtimes() {
    return new Runtimes(runtimes.stream().map(RuntimeAnswer::of).toList());
  }

  public Languages languages() {
    return new Languages(
        known().stream().map(language -> LanguageAnswer.of(language, runtimes)).toList());
  }

  private List<Language> known() {
    return runtimes.stream()
        .flatMap(runtime -> runtime.capabilities().languages().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
