package dev.codebeaker.execution;

import dev.codebeaker.workspace.WorkspacePath;
import java.util.Map;
import java.util.Optional;

/** A command that runs something in the sandbox: it can be fed, signalled and cancelled. */
public sealed interface Run extends Command permits RunCode, RunProgram {
  /** Added to the (otherwise empty) environment. */
  Map<String, String> env();

  /** What it can read. */
  Stdin stdin();

  /** Written to the workspace before it starts. */
  Map<WorkspacePath, byte[]> files();

  /** The terminal it is to have, or empty for plain streams. */
  Optional<TerminalSize> terminal();

  /** Whether it is a turn of a context that outlives it. */
  boolean inContext();
}
