package dev.codebeaker.language.javascript;

import dev.codebeaker.language.javascript.Token.Kind;
import java.util.List;
import java.util.Set;

/**
 * Makes a turn that awaits the body of an async function without hiding what it declares: {@code
 * var a = 1} becomes an assignment, which makes a global variable; functions are assigned before
 * anything runs. The last expression is returned.
 */
public final class AsyncTurn {
  private static final Set<String> STATEMENTS =
      Set.of(
          "var",
          "let",
          "const",
          "function",
          "class",
          "if",
          "for",
          "while",
          "do",
          "try",
          "throw",
          "switch",
          "return",
          "break",
          "continue",
          "async",
          "debugger",
          "with");

  private final String text;
  private final List<Token> tokens;
  private final StringBuilder hoisted = new StringBuilder();
  private final StringBuilder changed = new StringBuilder();
  private int copied;

  private AsyncTurn(String text) {
    this.text = text;
    this.tokens = Tokens.of(text);
  }

  /**
   * @param text whose declarations at the top are {@code var} or functions
   */
  public static String body(String text) {
    return new AsyncTurn(text).rewritten();
  }

  private String rewritten() {
    int last = lastStatement();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.depth() == 0 && startsStatement(i)) {
        if (token.is("var")) {
          assign(i);
        } else if (token.is("function") || isAsyncFunction(i)) {
          hoist(i);
        } else if (i == last && !STATEMENTS.contains(token.text()) && !token.is("{")) {
          insert(token.start(), "return ");
        }
      }
    }
    return hoisted + changed.append(text, copied, text.length()).toString();
  }

  /** {@code 0, {a} = b} is an expression also where braces would begin a block. */
  private void assign(int i) {
    Token var = tokens.get(i);
    insert(var.start(), "0,");
    copied = var.end();
    for (int j = i + 1; j < tokens.size() && !(endsDeclaration(j) && j > i + 1); j++) {
      boolean declares =
          j == i + 1 || (tokens.get(j - 1).is(",") && tokens.get(j - 1).depth() == 0);
      if (tokens.get(j).depth() == 0 && declares && !isInitialized(j)) {
        insert(tokens.get(j).end(), " = undefined");
      }
    }
  }

  private boolean endsDeclaration(int j) {
    return tokens.get(j).depth() == 0
        && (tokens.get(j).is(";") || (startsStatement(j) && !tokens.get(j - 1).is(",")));
  }

  private boolean isInitialized(int j) {
    return tokens.get(j).kind() != Kind.NAME
        || (j + 1 < tokens.size() && (tokens.get(j + 1).is("=") || tokens.get(j + 1).is("in")));
  }

  private boolean isAsyncFunction(int i) {
    return tokens.get(i).is("async") && i + 1 < tokens.size() && tokens.get(i + 1).is("function");
  }

  private void hoist(int i) {
    int name = tokens.get(i).is("async") ? i + 2 : i + 1;
    if (name < tokens.size() && tokens.get(name).is("*")) {
      name++;
    }
    if (name < tokens.size() && tokens.get(name).kind() == Kind.NAME) {
      String text = tokens.get(name).text();
      hoisted.append("globalThis.").append(text).append(" = ").append(text).append("; ");
    }
  }

  private int lastStatement() {
    int last = 0;
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).depth() == 0 && !tokens.get(i).is(";") && startsStatement(i)) {
        last = i;
      }
    }
    return last;
  }

  /** Behind an end, or on a line of its own where an expression could not go on. */
  private boolean startsStatement(int i) {
    if (i == 0 || tokens.get(i - 1).is(";") || tokens.get(i - 1).is("}")) {
      return i == 0 || !tokens.get(i - 1).is("}") || !goesOn(tokens.get(i));
    }
    Token before = tokens.get(i - 1);
    Token token = tokens.get(i);
    return before.line() < token.line() && before.endsOperand() && !goesOn(token);
  }

  private static boolean goesOn(Token token) {
    return switch (token.kind()) {
      case PUNCTUATOR -> !token.is("{") && !token.is("++") && !token.is("--") && !token.is("!");
      case NAME ->
          Set.of("in", "instanceof", "of", "else", "catch", "finally").contains(token.text());
      case TEMPLATE -> true;
      case NUMBER, STRING, REGEX -> false;
    };
  }

  private void insert(int at, String what) {
    changed.append(text, copied, at).append(what);
    copied = at;
  }
}
