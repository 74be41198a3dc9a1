package dev.codebeaker.selection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What languages are called. Which runtimes run them is said by the toolchains. */
@ConfigMapping(prefix = "codebeaker.languages")
public interface LanguagesConfig {
  /** By the language's canonical name. */
  @WithParentName
  Map<String, Entry> byId();

  /** What one language is called. */
  interface Entry {
    /** For people. Default: its canonical name. */
    Optional<String> displayName();

    /** What clients may call it besides its canonical name. */
    Optional<List<String>> aliases();
  }
}
