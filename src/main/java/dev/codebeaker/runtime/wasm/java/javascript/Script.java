package dev.codebeaker.runtime.wasm.java.javascript;

import dev.codebeaker.language.javascript.AsyncTurn;
import dev.codebeaker.language.javascript.DynamicImports;
import dev.codebeaker.language.javascript.Token;
import dev.codebeaker.language.javascript.Tokens;
import dev.codebeaker.language.javascript.TurnImports;
import dev.codebeaker.language.javascript.TurnSource;
import java.util.List;

/**
 * A program or a turn as text this interpreter can evaluate: it knows scripts only, so modules and
 * {@code await} at the top become the body of an async function. Lines stay where they are.
 */
final class Script {
  private static final String HEAD = "(async () => {";
  private static final String TAIL = "\n})()";

  private final boolean turn;
  private final boolean module;
  private final boolean mayAwait;
  private final String text;

  private Script(String code, boolean turn) {
    List<Token> tokens = Tokens.of(code);
    this.turn = turn;
    this.module = isModule(tokens);
    this.mayAwait = tokens.stream().anyMatch(token -> token.is("await"));
    String imported = DynamicImports.sentTo("__import", TurnImports.rewritten(code));
    this.text = turn || module ? TurnSource.script(imported) : imported;
  }

  static Script program(String code) {
    return new Script(code, false);
  }

  static Script turn(String code) {
    return new Script(code, true);
  }

  private static boolean isModule(List<Token> tokens) {
    for (int i = 0; i < tokens.size() - 1; i++) {
      Token token = tokens.get(i);
      Token next = tokens.get(i + 1);
      boolean declares =
          token.is("export") || (token.is("import") && !next.is("(") && !next.is("."));
      if (declares && token.depth() == 0 && (i == 0 || tokens.get(i - 1).line() < token.line())) {
        return true;
      }
    }
    return false;
  }

  /** {@code sync}, {@code async}, or {@code maybe}: the interpreter's parser must say. */
  String form() {
    if (module) {
      return "async";
    }
    return mayAwait ? "maybe" : "sync";
  }

  String text() {
    return text;
  }

  /** As an expression that is a promise: of the last value of a turn. */
  String wrapped() {
    return HEAD + (turn ? AsyncTurn.body(text) : text) + TAIL;
  }

  /** By how many characters the wrapped text's first line is further right. */
  int shift() {
    return HEAD.length();
  }
}
