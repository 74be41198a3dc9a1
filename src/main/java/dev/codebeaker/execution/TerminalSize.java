package dev.codebeaker.execution;

/** The size of a terminal, in characters. */
public record TerminalSize(int columns, int rows) {
  public static final int MOST = 10_000;

  public TerminalSize {
    if (columns < 1 || columns > MOST || rows < 1 || rows > MOST) {
      throw new IllegalArgumentException("columns and rows are 1 to " + MOST);
    }
  }
}
