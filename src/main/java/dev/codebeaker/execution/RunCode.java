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
 */
public record RunCode(
    Language language,
    String code,
    Optional<ContextName> context,
    List<String> args,
    Map<String, String> env,
    Stdin stdin,
    Map<WorkspacePath, byte[]> files)
    implements Command {

  public static final String TYPE = "execute";

  /**
   * @param initial read first
   * @param open whether more may follow; if not, the program finds the end behind {@code initial}
   */
  public record Stdin(byte[] initial, boolean open) {
    public static final Stdin EMPTY = new Stdin(new byte[0], false);
  }

  public RunCode {
    args = List.copyOf(args);
    env = Map.copyOf(env);
    files = Map.copyOf(files);
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
    return new RunCode(language, code, context, args, env, replaced, files);
  }

  @Override
  public String type() {
    return TYPE;
  }
}
