package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.execution.Stdin;
import dev.codebeaker.linux.Descriptor;
import java.io.IOException;

/**
 * The standard input of an interpreter that many turns read, each to an end of its own. An end is
 * read when no writer is left; so each turn gets a writer that is closed with it, and what the turn
 * has not read is taken out again.
 */
public interface TurnInputs extends AutoCloseable {
  /**
   * For one turn, before that begins; the caller closes it.
   *
   * @param stdin what the turn is to read
   */
  Descriptor writer(Stdin stdin) throws IOException;

  /** Takes out what nobody has read. */
  void empty();

  @Override
  void close();
}
