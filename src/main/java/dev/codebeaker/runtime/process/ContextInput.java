package dev.codebeaker.runtime.process;

import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.linux.Pipes;
import java.io.IOException;

/**
 * The standard input of an interpreter that many turns read, each to an end of its own. An end is
 * read when no writer is left; so each turn gets a writer that is closed with it, and what the turn
 * has not read is taken out again.
 */
final class ContextInput implements AutoCloseable {
  private static final int BUFFER_BYTES = 4096;

  private final Pipes pipes;
  private final Descriptor reader;

  private ContextInput(Pipes pipes, Descriptor reader) {
    this.pipes = pipes;
    this.reader = reader;
  }

  /**
   * @param first the writer that the interpreter was started with; closed
   */
  static ContextInput of(Pipes pipes, Descriptor first) throws IOException {
    Descriptor reader = pipes.readAgain(first);
    first.close();
    return new ContextInput(pipes, reader);
  }

  Descriptor writer() throws IOException {
    return pipes.writeAgain(reader);
  }

  /** Takes out what nobody has read. */
  void empty() {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int count = 1; count > 0; count = reader.readNow(buffer)) {
        // Nobody wants it.
      }
    } catch (IOException closed) {
      // With its jail.
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
