package dev.codebeaker.cli;

import dev.codebeaker.execution.Language;

/**
 * Tells whether what was typed is a whole turn or goes on in the next line, by brackets, strings
 * and comments. Where it guesses wrong, an empty line ends the turn.
 */
final class TurnText {
  private final String text;
  private final boolean python;
  private int depth;
  private int at;
  private boolean open;

  private TurnText(String text, boolean python) {
    this.text = text;
    this.python = python;
  }

  static boolean isComplete(Language language, String text) {
    boolean python = language.id().equals("python");
    TurnText turn = new TurnText(text, python);
    turn.scan();
    boolean emptyLineAtEnd = text.endsWith("\n\n") || text.isBlank();
    if (turn.open || turn.depth > 0) {
      return !python && emptyLineAtEnd;
    }
    return emptyLineAtEnd || !(python && isBlock(text));
  }

  /** A compound statement of Python: only an empty line tells where it ends. */
  private static boolean isBlock(String text) {
    String code = text.stripTrailing();
    String last = code.substring(code.lastIndexOf('\n') + 1);
    return code.startsWith("@")
        || withoutComment(last).endsWith(":")
        || (code.indexOf('\n') >= 0 && isIndented(last));
  }

  private static boolean isIndented(String line) {
    return line.startsWith(" ") || line.startsWith("\t");
  }

  private static String withoutComment(String line) {
    int hash = line.indexOf('#');
    return (hash < 0 ? line : line.substring(0, hash)).stripTrailing();
  }

  private void scan() {
    while (at < text.length() && !open) {
      char c = text.charAt(at);
      switch (c) {
        case '(', '[', '{' -> depth++;
        case ')', ']', '}' -> depth--;
        case '"', '\'' -> string(c);
        case '`' -> template();
        case '#' -> comment(python);
        case '/' -> comment(!python && text.startsWith("//", at));
        case '\\' -> continuation();
        default -> {}
      }
      if (!python && text.startsWith("/*", at)) {
        skipPast("*/", at + 2);
      }
      at++;
    }
  }

  private void string(char quote) {
    String three = String.valueOf(quote).repeat(3);
    if (python && text.startsWith(three, at)) {
      skipPast(three, at + three.length());
      return;
    }
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == quote || c == '\n') {
        return;
      }
      if (c == '\\') {
        at++;
      }
    }
  }

  private void template() {
    if (!python) {
      skipPast("`", at + 1);
    }
  }

  private void comment(boolean really) {
    if (really) {
      skipPast("\n", at + 1);
    }
  }

  /** A backslash in front of the end of the line, and nothing behind it yet. */
  private void continuation() {
    if (python && text.startsWith("\\\n", at)) {
      open = at + 2 == text.length();
      at++;
    }
  }

  /** Leaves the position on the last character of what ends it. */
  private void skipPast(String end, int from) {
    int found = text.indexOf(end, from);
    while (found > 0 && text.charAt(found - 1) == '\\' && !end.equals("\n")) {
      found = text.indexOf(end, found + 1);
    }
    open = found < 0;
    at = open ? text.length() : found + end.length() - 1;
  }
}
