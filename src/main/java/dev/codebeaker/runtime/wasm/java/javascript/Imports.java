package dev.codebeaker.runtime.wasm.java.javascript;

import dev.codebeaker.language.javascript.Token;
import dev.codebeaker.language.javascript.Tokens;
import java.util.List;

/** Sends {@code import("…")} to the prelude: the interpreter has no loader of its own. */
final class Imports {
  private static final String FUNCTION = "__import";

  private Imports() {}

  static String dynamic(String text) {
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
        changed.append(text, copied, token.start()).append(FUNCTION);
        copied = token.end();
      }
    }
    return changed.append(text, copied, text.length()).toString();
  }
}
