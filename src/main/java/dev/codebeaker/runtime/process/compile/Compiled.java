package dev.codebeaker.runtime.process.compile;

import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputChunk;
import java.nio.file.Path;
import java.util.List;

/** What came of compiling. */
public sealed interface Compiled {
  /**
   * A program, or a directory of what one consists of.
   *
   * @param path on the host, where no guest can write
   * @param name fit for a file name, and the same for the same program only
   */
  record Made(Path path, String name) implements Compiled {}

  /** None, and what the compiler said. */
  record Failed(Outcome outcome, List<OutputChunk> said) implements Compiled {
    public Failed {
      said = List.copyOf(said);
    }
  }
}
