package dev.codebeaker.execution;

import java.util.regex.Pattern;

/** Names one interpreter of a session that keeps its state from one execution to the next. */
public record ContextName(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public ContextName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a context name is 1 to 64 letters, digits, dots, dashes or underscores");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
