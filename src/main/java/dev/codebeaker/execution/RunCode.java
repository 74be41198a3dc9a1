package dev.codebeaker.execution;

import dev.codebeaker.workspace.WorkspacePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs source text. Without a context it is a fresh program with arguments, environment and
 * standard input; with one it is a turn of that context, which keeps its state.
 *
 * @param language what the code is written in
 * @param code the source text; for {@code wasm} a module, as base64 or as text format
 * @param context the interpreter to run it in, or empty for a fresh program
 * @param args what the program finds behind its own name in its argument list
 * @param env added to the (otherwise empty) environment
 * @param stdin what it can read
 * @param files written to the workspace before it starts
 * @param terminal the terminal it is to have, or empty for plain streams; never in a context
 * @param traced whether it is told of the trace it is a part of
 */
public record RunCode(
    Language language,
    String code,
    Optional<ContextName> context,
    List<String> args,
    Map<String, String> env,
    Stdin stdin,
    Map<WorkspacePath, byte[]> files,
    Optional<TerminalSize> terminal,
    boolean traced)
    implements Run {

  public static final String TYPE = "execute";

  public RunCode {
    args = List.copyOf(args);
    env = Map.copyOf(env);
    files = Map.copyOf(files);
    if (context.isPresent() && terminal.isPresent()) {
      throw new IllegalArgumentException("a turn of a context has no terminal");
    }
  }

  /** One that is not told of any trace. */
  public RunCode(
      Language language,
      String code,
      Optional<ContextName> context,
      List<String> args,
      Map<String, String> env,
      Stdin stdin,
      Map<WorkspacePath, byte[]> files,
      Optional<TerminalSize> terminal) {
    this(language, code, context, args, env, stdin, files, terminal, false);
  }

  /** One with plain streams. */
  public RunCode(
      Language language,
      String code,
      Optional<ContextName> context,
      List<String> args,
      Map<String, String> env,
      Stdin stdin,
      Map<WorkspacePath, byte[]> files) {
    this(language, code, context, args, env, stdin, files, Optional.empty());
  }

  /** A program with nothing but its code. */
  public static RunCode program(Language language, String code) {
    return new RunCode(
        language, code, Optional.empty(), List.of(), Map.of(), Stdin.EMPTY, Map.of());
  }

  /** A turn of a context. */
  public static RunCode turn(Language language, String code, ContextName context) {
    return new RunCode(
        language, code, Optional.of(context), List.of(), Map.of(), Stdin.EMPTY, Map.of());
  }

  public RunCode withStdin(Stdin replaced) {
    return new RunCode(language, code, context, args, env, replaced, files, terminal, traced);
  }

  @Override
  public RunCode withDefaultEnv(Map<String, String> more) {
    Map<String, String> all = Run.merged(more, env);
    return new RunCode(language, code, context, args, all, stdin, files, terminal, traced);
  }

  @Override
  public boolean inContext() {
    return context.isPresent();
  }

  @Override
  public String type() {
    return TYPE;
  }
}
