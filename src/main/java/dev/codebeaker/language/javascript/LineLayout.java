package dev.codebeaker.language.javascript;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lays out a reprinted program so that its tokens stand on the lines its author put them on: an
 * engine that strips types may print anew, and errors should name the author's lines.
 */
public final class LineLayout {
  /** Behind these a new line would end the statement. */
  private static final Set<String> KEEP_NEXT =
      Set.of("return", "throw", "break", "continue", "yield", "async");

  /** In front of these it would end it, too. */
  private static final Set<String> KEEP_BEFORE = Set.of("++", "--", "=>");

  private final List<Token> tokens;
  private final List<Token> authored;
  private final int[] origins;
  private final StringBuilder laidOut = new StringBuilder();
  private int line = 1;

  private LineLayout(List<Token> tokens, List<Token> authored) {
    this.tokens = tokens;
    this.authored = authored;
    this.origins = TokenAlignment.of(tokens, authored);
  }

  /**
   * @param original as its author wrote it
   * @param printed as the engine prints it; answered as it is if it is too large to look at, or if
   *     the engine has only blanked the types out
   */
  public static String of(String original, String printed) {
    if (original.length() == printed.length()) {
      return printed;
    }
    Optional<List<Token>> tokens = Tokens.ifFew(printed);
    Optional<List<Token>> authored = Tokens.ifFew(original);
    return tokens.isPresent() && authored.isPresent()
        ? new LineLayout(tokens.get(), authored.get()).laidOut()
        : printed;
  }

  private String laidOut() {
    for (int i = 0; i < tokens.size(); i++) {
      gap(i);
      Token token = tokens.get(i);
      laidOut.append(token.text());
      line += (int) token.text().chars().filter(c -> c == '\n').count();
    }
    return laidOut.toString();
  }

  private void gap(int i) {
    int wanted = origins[i] < 0 ? line : authored.get(origins[i]).line();
    if (wanted > line && mayBreak(i)) {
      laidOut.append("\n".repeat(wanted - line));
      line = wanted;
    } else if (i > 0 && tokens.get(i - 1).end() < tokens.get(i).start()) {
      laidOut.append(' ');
    }
  }

  private boolean mayBreak(int i) {
    boolean held = i > 0 && tokens.get(i - 1).kind() == Token.Kind.NAME;
    return !(held && KEEP_NEXT.contains(tokens.get(i - 1).text()))
        && !KEEP_BEFORE.contains(tokens.get(i).text());
  }
}
