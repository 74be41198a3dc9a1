package dev.codebeaker.wire.message;

import dev.codebeaker.selection.RuntimeRegistry;
import jakarta.inject.Singleton;
import java.util.List;

/** Which runtimes there are and which languages they know, for clients to choose from. */
@Singleton
public final class Catalogue {
  private final RuntimeRegistry registry;
  private final dev.codebeaker.selection.Languages names;

  Catalogue(RuntimeRegistry registry, dev.codebeaker.selection.Languages names) {
    this.registry = registry;
    this.names = names;
  }

  /** All runtimes, by name. */
  public record Runtimes(List<RuntimeAnswer> runtimes) {}

  /** All languages, by name. */
  public record Languages(List<LanguageAnswer> languages) {}

  public Runtimes runtimes() {
    return new Runtimes(registry.all().stream().map(RuntimeAnswer::of).toList());
  }

  public VersionsAnswer versions() {
    return VersionsAnswer.of(
        names.all().stream().map(described -> described.language()).toList(), registry.all());
  }

  public Languages languages() {
    return new Languages(
        names.all().stream()
            .map(described -> LanguageAnswer.of(described, registry.all()))
            .toList());
  }
}
