package dev.codebeaker.language.javascript;

import dev.codebeaker.language.javascript.Token.Kind;
import java.util.List;

/**
 * Makes a turn's text fit for the global scope: what it declares can be declared again by a later
 * turn, and it may import. Lines stay where they are.
 *
 * <p>At the top level {@code let} and {@code const} become {@code var}, {@code class A} becomes
 * {@code var A = class A}, and an object in braces becomes an expression.
 */
public final class TurnSource {
  private final String text;
  private final List<Token> tokens;
  private final StringBuilder changed = new StringBuilder();
  private int copied;

  private TurnSource(String text) {
    this.text = text;
    this.tokens = Tokens.of(text);
  }

  /** The text as a script. */
  public static String script(String text) {
    TurnSource source = new TurnSource(text);
    return source.isObject() ? parenthesised(text) : source.rewritten();
  }

  /** An object in braces as an expression, any other text as it is. */
  public static String asExpression(String text) {
    return text.stripLeading().startsWith("{") && new TurnSource(text).isObject()
        ? parenthesised(text)
        : text;
  }

  private static String parenthesised(String text) {
    return "(" + text + "\n)";
  }

  private String rewritten() {
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.depth() == 0 && token.kind() == Kind.NAME && startsStatement(i)) {
        rewrite(i, token);
      }
    }
    return changed.append(text, copied, text.length()).toString();
  }

  private void rewrite(int i, Token token) {
    switch (token.text()) {
      case "let" -> {
        if (bindsAfter(i)) {
          replace(token, "var");
        }
      }
      case "const" -> replace(token, "var  ");
      case "class" -> {
        if (kindAt(i + 1) == Kind.NAME && !tokens.get(i + 1).is("extends")) {
          replace(token, "var " + tokens.get(i + 1).text() + " = class");
          close(i);
        }
      }
      case "export" -> dropExport(i, token);
      default -> {}
    }
  }

  /** Ends the statement behind a class that has become an expression. */
  private void close(int from) {
    for (int i = from; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.is("}") && token.depth() == 0) {
        changed.append(text, copied, token.end()).append(';');
        copied = token.end();
        return;
      }
    }
  }

  /** {@code export} before a declaration means nothing here; {@code export {…}} even less. */
  private void dropExport(int i, Token token) {
    replace(token, "      ");
    if (i + 1 < tokens.size() && tokens.get(i + 1).is("default")) {
      replace(tokens.get(i + 1), "       ");
    }
  }

  private void replace(Token token, String by) {
    changed.append(text, copied, token.start()).append(by);
    copied = token.end();
  }

  private boolean bindsAfter(int i) {
    return kindAt(i + 1) == Kind.NAME
        || (i + 1 < tokens.size() && (tokens.get(i + 1).is("{") || tokens.get(i + 1).is("[")));
  }

  private Kind kindAt(int i) {
    return i < tokens.size() ? tokens.get(i).kind() : Kind.PUNCTUATOR;
  }

  private boolean startsStatement(int i) {
    return startsStatement(tokens, i);
  }

  /** Whether a statement may begin with a token: one behind an end, or on a line of its own. */
  public static boolean startsStatement(List<Token> tokens, int i) {
    if (i == 0) {
      return true;
    }
    Token before = tokens.get(i - 1);
    if (before.is(";") || before.is("}") || before.is("export") || before.is("default")) {
      return true;
    }
    return before.line() < tokens.get(i).line() && before.endsOperand();
  }

  /** Whether the text is one object literal rather than a block. */
  private boolean isObject() {
    if (tokens.size() < 2 || !tokens.getFirst().is("{") || !tokens.getLast().is("}")) {
      return false;
    }
    boolean whole =
        tokens.subList(1, tokens.size() - 1).stream().allMatch(token -> token.depth() > 0);
    Token second = tokens.get(1);
    boolean key =
        second.kind() != Kind.PUNCTUATOR
            && tokens.size() > 2
            && (tokens.get(2).is(":") || tokens.get(2).is(",") || tokens.get(2).is("}"));
    return whole
        && (key || second.is("[") || second.is("}") && tokens.size() == 2 || second.is("."));
  }
}
