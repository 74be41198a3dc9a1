package dev.codebeaker.language.javascript;

/**
 * One token of a source text.
 *
 * @param start index of its first character
 * @param end index behind its last
 * @param line 1-based
 * @param column 1-based
 * @param depth how many brackets of any kind it is in; those of a pair are not in it themselves
 */
public record Token(Kind kind, String text, int start, int end, int line, int column, int depth) {
  public enum Kind {
    NAME,
    NUMBER,
    STRING,
    /** A piece of a template literal, up to where an expression or the end of it is. */
    TEMPLATE,
    REGEX,
    PUNCTUATOR
  }

  public boolean is(String expected) {
    return text.equals(expected) && (kind == Kind.NAME || kind == Kind.PUNCTUATOR);
  }

  /**
   * What two prints of the same token have in common: quotes and spelling of numbers may differ.
   */
  public String essence() {
    return switch (kind) {
      case NUMBER -> "0";
      case STRING -> text.substring(1, Math.max(1, text.length() - 1));
      case NAME, TEMPLATE, REGEX, PUNCTUATOR -> text;
    };
  }

  /** Whether an expression may end with it, so that a slash behind it divides. */
  public boolean endsOperand() {
    return switch (kind) {
      case NUMBER, STRING, REGEX -> true;
      case TEMPLATE -> text.endsWith("`");
      case NAME -> !Tokens.OPERATORS_LIKE_NAMES.contains(text);
      case PUNCTUATOR -> text.equals(")") || text.equals("]") || text.equals("}");
    };
  }
}
