package dev.codebeaker.runtime.process.agent;

import dev.codebeaker.language.SourceText;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The agents there are: each is texts in the language of its interpreter. The first is what starts;
 * the last is loaded when something is asked for that programs seldom need.
 */
public enum AgentKind {
  /** CPython, from 3.9. */
  PYTHON(
      List.of("-I", "-c", Preparation.PYTHON, "{agents}", "program.py", "turns.py"),
      new Text("agent.py", "runtime/process/agent/agent.py"),
      new Text("program.py", "language/python/ending.py", "runtime/process/agent/program.py"),
      new Text(
          "turns.py",
          "language/python/streams.py",
          "language/python/rich.py",
          "language/python/running.py",
          "runtime/process/agent/turns.py")),
  /** Deno 2 and Node, from 20. */
  JAVASCRIPT(
      List.of(),
      new Text(
          "agent.mjs",
          "runtime/process/agent/builtin.mjs",
          "runtime/process/agent/pipes.mjs",
          "runtime/process/agent/agent.mjs",
          "runtime/process/agent/begin.mjs"),
      Text.TURNS_OF_JAVASCRIPT),
  /** Bun, which compiles what is no module, and is to find that under the name it had. */
  BUN(
      List.of("-e", Preparation.BUN, "{agents}/bun.js"),
      new Text("bun.mjs", "runtime/process/agent/bun.mjs", "runtime/process/agent/begin.mjs"),
      new Text(
          "bun.js",
          "runtime/process/agent/builtin.cjs",
          "runtime/process/agent/pipes.mjs",
          "runtime/process/agent/agent.mjs",
          "runtime/process/agent/exports.cjs"),
      Text.TURNS_OF_JAVASCRIPT);

  /** A file made of the parts of this build. */
  private record Text(String fileName, List<String> parts) {
    static final Text TURNS_OF_JAVASCRIPT =
        new Text("turns.mjs", "language/javascript/values.js", "runtime/process/agent/turns.mjs");

    Text(String fileName, String... parts) {
      this(fileName, List.of(parts));
    }

    byte[] content() {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      parts.forEach(part -> content.writeBytes(SourceText.bytes(part)));
      return content.toByteArray();
    }
  }

  /** What interpreters are asked to do with their agents' texts. */
  private static final class Preparation {
    static final String PYTHON =
        """
        import base64, os, py_compile, sys, tempfile
        directory, *names = sys.argv[1:]
        checked = py_compile.PycInvalidationMode.CHECKED_HASH
        for name in names:
            with tempfile.NamedTemporaryFile() as made:
                text = os.path.join(directory, name)
                py_compile.compile(text, made.name, doraise=True, invalidation_mode=checked)
                with open(made.name, "rb") as file:
                    content = base64.b64encode(file.read()).decode()
            print(f"__pycache__/{name[:-3]}.{sys.implementation.cache_tag}.pyc", content)
        """;

    static final String BUN =
        """
        const built = await Bun.build({
          entrypoints: process.argv.slice(-1), target: "bun", format: "cjs", bytecode: true,
        });
        for (const file of built.outputs) {
          const content = Buffer.from(await file.arrayBuffer()).toString("base64");
          console.log(file.path.split("/").at(-1), content);
        }
        """;
  }

  private final List<String> preparation;
  private final List<Text> texts;

  AgentKind(List<String> preparation, Text... texts) {
    this.preparation = preparation;
    this.texts = List.of(texts);
  }

  /** Its name in configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<AgentKind> byLabel(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }

  /** The text that starts. */
  public String fileName() {
    return texts.getFirst().fileName;
  }

  /**
   * What its interpreter is to be told so that it writes, in lines of a name and base64, files that
   * make the texts load faster; empty if there are none. {@code {agents}} stands for the texts'
   * directory.
   */
  public List<String> preparation() {
    return preparation;
  }

  /**
   * Its texts by the names they are to have, in a directory its jail shows and nobody in it can
   * write to.
   */
  public Map<String, byte[]> texts() {
    return texts.stream().collect(Collectors.toMap(Text::fileName, Text::content));
  }
}
