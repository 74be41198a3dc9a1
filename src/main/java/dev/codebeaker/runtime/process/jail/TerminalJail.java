package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.PseudoTerminal;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A jail for one program, whose controlling terminal is a pseudo-terminal that the service has the
 * master of. Closing it ends the program, and everything of it is gone on return. Thread safe.
 */
public sealed interface TerminalJail extends AutoCloseable
    permits FirstProcessTerminal, SupervisedTerminal {
  PseudoTerminal terminal();

  /** What its processes have used so far. */
  Consumption consumption();

  /** How the program exited, as a shell tells it; empty if the jail ended with it. */
  CompletableFuture<OptionalInt> ended();

  /** To the program and all that descend from it. */
  void signal(int number) throws IOException;

  @Override
  void close();
}
