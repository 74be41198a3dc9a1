package dev.codebeaker.execution;

import dev.codebeaker.workspace.WorkspacePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a program that is in the sandbox already: one of its tool chain, or a file of the workspace.
 *
 * @param how whether {@code program} is looked up and started, or read by a shell
 * @param program its name, looked up in the sandbox's {@code PATH}, or its path if there is a slash
 *     in it; for {@link How#SHELL} the text that the shell reads
 * @param args what it finds behind its own name; they pass through no shell
 * @param directory where it starts, below {@code /workspace}
 * @param traced whether it is told of the trace it is a part of
 */
public record RunProgram(
    How how,
    String program,
    List<String> args,
    WorkspacePath directory,
    Map<String, String> env,
    Stdin stdin,
    Map<WorkspacePath, byte[]> files,
    Optional<TerminalSize> terminal,
    boolean traced)
    implements Run {

  /** What becomes of {@code program}. */
  public enum How {
    PROGRAM("program"),
    SHELL("shell");

    private final String type;

    How(String type) {
      this.type = type;
    }

    /** Its name on the wire, in spans and in metrics. */
    public String type() {
      return type;
    }
  }

  public RunProgram {
    args = List.copyOf(args);
    env = Map.copyOf(env);
    files = Map.copyOf(files);
  }

  /** One that is not told of any trace. */
  public RunProgram(
      How how,
      String program,
      List<String> args,
      WorkspacePath directory,
      Map<String, String> env,
      Stdin stdin,
      Map<WorkspacePath, byte[]> files,
      Optional<TerminalSize> terminal) {
    this(how, program, args, directory, env, stdin, files, terminal, false);
  }

  @Override
  public RunProgram withDefaultEnv(Map<String, String> more) {
    Map<String, String> all = Run.merged(more, env);
    return new RunProgram(how, program, args, directory, all, stdin, files, terminal, traced);
  }

  /** The argument list of the process. */
  public List<String> commandLine() {
    java.util.ArrayList<String> line = new java.util.ArrayList<>();
    switch (how) {
      case PROGRAM -> line.add(program);
      case SHELL -> line.addAll(List.of("/bin/sh", "-c", program, "sh"));
    }
    line.addAll(args);
    return List.copyOf(line);
  }

  @Override
  public boolean inContext() {
    return false;
  }

  @Override
  public String type() {
    return how.type();
  }
}
