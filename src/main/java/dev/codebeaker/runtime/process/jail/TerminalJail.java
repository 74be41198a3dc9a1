package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.linux.Descriptor;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A jail for one program, whose controlling terminal the service has the other side of. Closing it
 * ends the program, and everything of it is gone on return. Thread safe.
 */
public interface TerminalJail extends AutoCloseable {
  /** What is written here is typed. */
  Descriptor input();

  /** What is shown is read here; its end comes when no program has the terminal any more. */
  Descriptor output();

  /** Programs in the foreground are told if the size is another one. */
  void resize(TerminalSize size) throws IOException;

  /** What its processes have used so far. */
  Consumption consumption();

  /** How the program exited, as a shell tells it; empty if the jail ended with it. */
  CompletableFuture<OptionalInt> ended();

  /** To the program and all that descend from it. */
  void signal(int number) throws IOException;

  @Override
  void close();
}
