package dev.codebeaker.selection;

import dev.codebeaker.execution.Language;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The languages that the runtimes know, and what clients may call them. Immutable. */
public final class Languages {
  /**
   * @param displayName for people
   * @param aliases what it may be called besides its own name
   */
  public record Described(Language language, String displayName, List<String> aliases) {
    public Described {
      aliases = List.copyOf(aliases);
    }
  }

  private final Map<String, Language> byName = new HashMap<>();
  private final TreeMap<Language, Described> known = new TreeMap<>();

  /**
   * @throws IllegalArgumentException if two languages are called the same
   */
  public Languages(LanguagesConfig config, RuntimeRegistry registry) {
    registry.languages().forEach(language -> byName.put(language.id(), language));
    for (Language language : registry.languages()) {
      Described described = describe(language, config.byId());
      known.put(language, described);
      described.aliases().forEach(alias -> addAlias(alias, language));
    }
  }

  /**
   * Takes a canonical name or an alias, in upper or lower case.
   *
   * @throws ServiceException {@code LANGUAGE_UNKNOWN}
   */
  public Language parse(String name) {
    Language language = byName.get(name.toLowerCase(Locale.ROOT));
    if (language == null) {
      String shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
      throw ServiceException.of(ErrorCode.LANGUAGE_UNKNOWN, "no runtime knows '" + shown + "'")
          .field("language")
          .fix("use one of the known languages")
          .known(known.keySet().stream().map(Language::id).toList());
    }
    return language;
  }

  /** Sorted by canonical name. */
  public List<Described> all() {
    return List.copyOf(known.values());
  }

  private static Described describe(
      Language language, Map<String, LanguagesConfig.Entry> configured) {
    Optional<LanguagesConfig.Entry> entry = Optional.ofNullable(configured.get(language.id()));
    List<String> aliases = new ArrayList<>();
    entry
        .flatMap(LanguagesConfig.Entry::aliases)
        .ifPresent(names -> names.forEach(name -> aliases.add(name.toLowerCase(Locale.ROOT))));
    String displayName = entry.flatMap(LanguagesConfig.Entry::displayName).orElse(language.id());
    return new Described(language, displayName, aliases);
  }

  private void addAlias(String alias, Language language) {
    Language other = byName.putIfAbsent(alias, language);
    if (other != null && !other.equals(language)) {
      throw new IllegalArgumentException(
          "codebeaker.languages: '" + alias + "' is both " + other + " and " + language);
    }
  }
}
