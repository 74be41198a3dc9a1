package dev.codebeaker.language.javascript;

import java.util.List;

/** Sends {@code import("…")} to a function: where text is evaluated, there may be no loader. */
public final class DynamicImports {
  private DynamicImports() {}

  public static String sentTo(String function, String text) {
    if (!text.contains("import")) {
      return text;
    }
    List<Token> tokens = Tokens.of(text);
    StringBuilder changed = new StringBuilder();
    int copied = 0;
    for (int i = 0; i < tokens.size() - 1; i++) {
      Token token = tokens.get(i);
      boolean member = i > 0 && tokens.get(i - 1).is(".");
      if (token.is("import") && tokens.get(i + 1).is("(") && !member) {
        changed.append(text, copied, token.start()).append(function);
        copied = token.end();
      }
    }
    return changed.append(text, copied, text.length()).toString();
  }
}
