package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.execution.Stdin;
import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.linux.Pipes;
import java.io.IOException;

/** Ends of one pipe: it is at its end for the interpreter while nobody has a writer. */
final class PipeTurnInputs implements TurnInputs {
  private static final int BUFFER_BYTES = 4096;

  private final Pipes pipes;
  private final Descriptor reader;

  private PipeTurnInputs(Pipes pipes, Descriptor reader) {
    this.pipes = pipes;
    this.reader = reader;
  }

  /**
   * @param first the writer that the interpreter was started with; closed
   */
  static PipeTurnInputs of(Pipes pipes, Descriptor first) throws IOException {
    Descriptor reader = pipes.readAgain(first);
    first.close();
    return new PipeTurnInputs(pipes, reader);
  }

  @Override
  public Descriptor writer(Stdin stdin) throws IOException {
    return pipes.writeAgain(reader);
  }

  @Override
  public void empty() {
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
