package dev.codebeaker.execution;

import java.util.regex.Pattern;

/** The canonical name of a language, as the service's configuration spells it: {@code python}. */
public record Language(String id) implements Comparable<Language> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9+#._-]{0,31}");

  public Language {
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException("not a language name: " + id);
    }
  }

  @Override
  public int compareTo(Language other) {
    return id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return id;
  }
}
