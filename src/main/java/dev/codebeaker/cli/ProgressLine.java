package dev.codebeaker.cli;

/**
 * Shows how something long goes on: one line that is written over on a terminal, else a line for
 * every activity and every tenth of it.
 */
final class ProgressLine implements AutoCloseable {
  private static final String CLEAR = "\r\u001b[K";
  private static final int PERCENT = 100;
  private static final int STEP = 10;

  private final Terminal terminal;
  private String shown = "";

  ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  void at(String activity, double fraction) {
    int percent = (int) (PERCENT * Math.clamp(fraction, 0, 1));
    if (terminal.interactive()) {
      show(activity + " " + percent + " %");
    } else {
      show(activity + " " + percent / STEP * STEP + " %");
    }
  }

  private void show(String line) {
    if (line.equals(shown)) {
      return;
    }
    shown = line;
    if (terminal.interactive()) {
      terminal.err().print(CLEAR + line);
      terminal.err().flush();
    } else {
      terminal.note(line);
    }
  }

  @Override
  public void close() {
    if (terminal.interactive() && !shown.isEmpty()) {
      terminal.err().print(CLEAR);
      terminal.err().flush();
    }
  }
}
