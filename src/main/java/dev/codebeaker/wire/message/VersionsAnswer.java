package dev.codebeaker.wire.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.ExecutionRuntime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What serves each language on each runtime, as it was found out when the service started. */
public record VersionsAnswer(List<Entry> versions) {
  /**
   * A language on a runtime.
   *
   * @param state {@code available}, {@code preparing} or {@code unavailable}
   * @param version what the tool says of itself, where it is available
   * @param missing what is not there, and {@code remedy} what to do about it
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Entry(
      String language,
      String runtime,
      String state,
      Optional<String> version,
      Optional<String> missing,
      Optional<String> remedy) {
    private static Entry of(ExecutionRuntime runtime, Language language) {
      RuntimeAnswer.Readiness found = RuntimeAnswer.Readiness.of(runtime.availability(language));
      return new Entry(
          language.id(),
          runtime.name(),
          found.state(),
          found.version(),
          found.reason().or(found::activity),
          found.remedy().filter(text -> !text.isEmpty()));
    }
  }

  static VersionsAnswer of(List<Language> languages, List<ExecutionRuntime> runtimes) {
    return new VersionsAnswer(
        languages.stream().flatMap(language -> entries(language, runtimes)).toList());
  }

  private static Stream<Entry> entries(Language language, List<ExecutionRuntime> runtimes) {
    return runtimes.stream()
        .filter(runtime -> runtime.capabilities().languages().contains(language))
        .map(runtime -> Entry.of(runtime, language));
  }
}
