package dev.codebeaker.execution;

import dev.codebeaker.workspace.WorkspacePath;
import java.util.HashMap;
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

  /** Whether it is told of the trace it is a part of. */
  boolean traced();

  /** The same with more in its environment, where that does not set it itself. */
  Run withDefaultEnv(Map<String, String> more);

  /** Whether it is a turn of a context that outlives it. */
  boolean inContext();

  /** Those of the first, and over them those of the second. */
  static Map<String, String> merged(Map<String, String> first, Map<String, String> second) {
    Map<String, String> all = new HashMap<>(first);
    all.putAll(second);
    return all;
  }
}
