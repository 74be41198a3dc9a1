package dev.codebeaker.cli;

import dev.codebeaker.execution.TerminalSize;

/** The terminal that a person sits at. */
interface Screen {
  /** What kind it is, as programs find it in {@code TERM}. */
  String type();

  TerminalSize size();

  /** From now on each key is passed on as it is pressed, until what this answers is closed. */
  Raw raw();

  /** Closing it puts the terminal back to what it was. */
  interface Raw extends AutoCloseable {
    /** There was nothing to change. */
    Raw NOTHING = () -> {};

    @Override
    void close();
  }
}
