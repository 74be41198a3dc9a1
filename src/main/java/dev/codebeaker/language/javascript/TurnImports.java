package dev.codebeaker.language.javascript;

import dev.codebeaker.language.javascript.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the import declarations of a turn into imports a script can make, on the lines they stand
 * on: {@code import a, {b as c} from "m"} into {@code var {default: a, b: c} = await import("m")}.
 * Done before types are stripped, which would drop what only a later turn uses.
 */
public final class TurnImports {
  private final String text;
  private final List<Token> tokens;
  private final StringBuilder changed = new StringBuilder();
  private int copied;

  private TurnImports(String text) {
    this.text = text;
    this.tokens = Tokens.of(text);
  }

  public static String rewritten(String text) {
    return text.contains("import") ? new TurnImports(text).rewritten() : text;
  }

  private String rewritten() {
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.depth() == 0 && token.is("import") && TurnSource.startsStatement(tokens, i)) {
        i = declaration(i);
      }
    }
    return changed.append(text, copied, text.length()).toString();
  }

  /** Answers the index of the last token it has dealt with. */
  private int declaration(int start) {
    if (start + 1 >= tokens.size()
        || tokens.get(start + 1).is("(")
        || tokens.get(start + 1).is(".")) {
      return start;
    }
    int from = start + 1;
    while (from < tokens.size() && tokens.get(from).kind() != Kind.STRING) {
      if (tokens.get(from).is(";") || tokens.get(from).is("=") || tokens.get(from).is("(")) {
        return start;
      }
      from++;
    }
    if (from == tokens.size()) {
      return start;
    }
    String module = tokens.get(from).text();
    List<Token> clause = tokens.subList(start + 1, from);
    replace(start, from, clause.isEmpty() ? "await import(" + module + ")" : bound(clause, module));
    return from;
  }

  private static String bound(List<Token> clause, String module) {
    if (clause.getFirst().is("type") && clause.size() > 1 && !clause.get(1).is("from")) {
      return "";
    }
    List<String> statements = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < clause.size(); i++) {
      Token token = clause.get(i);
      if (token.is("*") && i + 2 < clause.size()) {
        statements.add(clause.get(i + 2).text() + " = await import(" + module + ")");
        i += 2;
      } else if (token.depth() == 0 && token.kind() == Kind.NAME && !token.is("from")) {
        names.add("default: " + token.text());
      } else if (token.depth() > 0 && token.kind() != Kind.PUNCTUATOR) {
        i = named(clause, i, names);
      }
    }
    if (!names.isEmpty()) {
      statements.add("{" + String.join(", ", names) + "} = await import(" + module + ")");
    }
    return statements.isEmpty() ? "" : "var " + String.join(", ", statements);
  }

  /** {@code a}, {@code a as b}, {@code type a}: the last is for types only and dropped. */
  private static int named(List<Token> clause, int i, List<String> names) {
    boolean typeOnly =
        clause.get(i).is("type")
            && i + 1 < clause.size()
            && clause.get(i + 1).kind() == Kind.NAME
            && !clause.get(i + 1).is("as");
    int first = typeOnly ? i + 1 : i;
    boolean renamed = first + 2 < clause.size() && clause.get(first + 1).is("as");
    if (!typeOnly) {
      names.add(clause.get(first).text() + (renamed ? ": " + clause.get(first + 2).text() : ""));
    }
    return renamed ? first + 2 : first;
  }

  private void replace(int first, int last, String by) {
    int start = tokens.get(first).start();
    int end = tokens.get(last).end();
    changed.append(text, copied, start).append(by);
    text.substring(start, end).chars().filter(c -> c == '\n').forEach(_ -> changed.append('\n'));
    if (last + 1 >= tokens.size() || !tokens.get(last + 1).is(";")) {
      changed.append(';');
    }
    copied = end;
  }
}
