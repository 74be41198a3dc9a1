package dev.codebeaker.language.javascript;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.language.javascript.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Splits JavaScript or TypeScript into tokens, well enough to find statements and to align two
 * prints of one program. Takes any text: what it does not understand becomes punctuators.
 */
public final class Tokens {
  static final Set<String> OPERATORS_LIKE_NAMES =
      Set.of(
          "return",
          "typeof",
          "case",
          "in",
          "of",
          "delete",
          "void",
          "throw",
          "new",
          "else",
          "do",
          "instanceof",
          "yield",
          "await",
          "extends",
          "default");

  /** The tokens of a text take far more of the heap than the text, which a guest's limits spare. */
  private static final int MOST = 250_000;

  private static final Set<String> TWO_CHARACTERS = Set.of("=>", "?.", "++", "--", "&&", "||");

  private final String text;
  private final List<Token> found = new ArrayList<>();

  /** For each open brace whether it opened an expression inside a template. */
  private final Deque<Boolean> open = new ArrayDeque<>();

  private int at;
  private int line = 1;
  private int lineStart;

  private Tokens(String text) {
    this.text = text;
  }

  /**
   * @throws ServiceException {@code TOO_LARGE} if there are too many to look at
   */
  public static List<Token> of(String text) {
    return ifFew(text)
        .orElseThrow(
            () ->
                ServiceException.of(
                        ErrorCode.TOO_LARGE, "the code has more than " + MOST + " tokens")
                    .field("code")
                    .fix("write it to a file and import that"));
  }

  /** The tokens, unless there are too many to look at. */
  public static Optional<List<Token>> ifFew(String text) {
    Tokens tokens = new Tokens(text);
    tokens.scan();
    return tokens.found.size() > MOST ? Optional.empty() : Optional.of(tokens.found);
  }

  private void scan() {
    while (at < text.length() && found.size() <= MOST) {
      char c = text.charAt(at);
      if (c == '\n') {
        newLine(at++);
      } else if (c <= ' ' || c == '\u00a0' || c == '\ufeff') {
        at++;
      } else if (!comment(c)) {
        token(c);
      }
    }
  }

  private void newLine(int index) {
    line++;
    lineStart = index + 1;
  }

  private boolean comment(char c) {
    if (c != '/' && c != '#') {
      return false;
    }
    if (text.startsWith("//", at) || (at == 0 && text.startsWith("#!"))) {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
      return true;
    }
    if (!text.startsWith("/*", at)) {
      return false;
    }
    int end = text.indexOf("*/", at + 2);
    int stop = end < 0 ? text.length() : end + 2;
    for (; at < stop; at++) {
      if (text.charAt(at) == '\n') {
        newLine(at);
      }
    }
    return true;
  }

  private void token(char c) {
    if (Character.isUnicodeIdentifierStart(c) || c == '$' || c == '_' || c == '#' || c == '\\') {
      add(Kind.NAME, endOfName(at + 1));
    } else if (c >= '0' && c <= '9') {
      add(Kind.NUMBER, endOfNumber());
    } else if (c == '"' || c == '\'') {
      add(Kind.STRING, endOfString(c));
    } else if (c == '`') {
      template(at + 1);
    } else if (c == '}' && !open.isEmpty() && open.peek()) {
      open.pop();
      template(at + 1);
    } else if (c == '/' && (found.isEmpty() || !found.getLast().endsOperand())) {
      add(Kind.REGEX, endOfRegex());
    } else {
      punctuator(c);
    }
  }

  private void punctuator(char c) {
    if (c == '}' || c == ')' || c == ']') {
      open.poll();
    }
    boolean two = at + 2 <= text.length() && TWO_CHARACTERS.contains(text.substring(at, at + 2));
    add(Kind.PUNCTUATOR, at + (two ? 2 : 1));
    if (c == '{' || c == '(' || c == '[') {
      open.push(false);
    }
  }

  private void template(int from) {
    int end = from;
    while (end < text.length()) {
      char c = text.charAt(end++);
      if (c == '`') {
        break;
      }
      if (c == '\\') {
        end++;
      } else if (c == '$' && end < text.length() && text.charAt(end) == '{') {
        end++;
        add(Kind.TEMPLATE, end);
        open.push(true);
        return;
      }
    }
    add(Kind.TEMPLATE, Math.min(end, text.length()));
  }

  private int endOfName(int from) {
    int end = from;
    while (end < text.length()
        && (Character.isUnicodeIdentifierPart(text.charAt(end)) || text.charAt(end) == '$')) {
      end++;
    }
    return end;
  }

  private int endOfNumber() {
    int end = at;
    while (end < text.length()) {
      char c = text.charAt(end);
      boolean exponent = (c == '+' || c == '-') && "eE".indexOf(text.charAt(end - 1)) >= 0;
      if (!Character.isLetterOrDigit(c) && c != '.' && c != '_' && !exponent) {
        break;
      }
      end++;
    }
    return end;
  }

  private int endOfString(char quote) {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\n') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end + 1, text.length());
  }

  private int endOfRegex() {
    boolean inClass = false;
    int end = at + 1;
    for (; end < text.length() && text.charAt(end) != '\n'; end++) {
      char c = text.charAt(end);
      if (c == '\\') {
        end++;
      } else if (c == '[') {
        inClass = true;
      } else if (c == ']') {
        inClass = false;
      } else if (c == '/' && !inClass) {
        return endOfName(end + 1);
      }
    }
    return Math.min(end, text.length());
  }

  private void add(Kind kind, int end) {
    String own = text.substring(at, end);
    found.add(new Token(kind, own, at, end, line, at - lineStart + 1, open.size()));
    for (int i = own.indexOf('\n'); i >= 0; i = own.indexOf('\n', i + 1)) {
      newLine(at + i);
    }
    at = end;
  }
}
