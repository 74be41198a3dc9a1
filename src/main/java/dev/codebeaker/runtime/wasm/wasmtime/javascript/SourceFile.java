package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.language.javascript.TurnImports;
import dev.codebeaker.language.javascript.TurnSource;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.wasmtime.javascript.TypeScript.Stripped;
import java.util.Optional;

/**
 * The text of one execution in the language of the engine.
 *
 * @param script in JavaScript
 * @param map back to the text as it came, if places in it have moved
 */
record SourceFile(String script, Optional<SourceMap> map) {
  /** The text could not be read. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message, null, false, false);
    }
  }

  /** What the text is called in stacks: the toolchain's file name with the language's ending. */
  static String name(GuestSpec spec) {
    String name = spec.toolchain().fileName();
    return spec.language().id().equals(JavaScriptFactory.TYPESCRIPT) && !isTypeScript(name)
        ? name.replaceFirst("\\.[^.]*$", "") + ".ts"
        : name;
  }

  /** As a module. */
  static SourceFile program(String text, String name, TypeScript types) throws Unreadable {
    if (!isTypeScript(name)) {
      return new SourceFile(text, Optional.empty());
    }
    String script = stripped(text, name, types);
    return new SourceFile(script, Optional.of(new SourceMap(text, script)));
  }

  /** As a script in the global scope of a context. */
  static SourceFile turn(String text, String name, TypeScript types) throws Unreadable {
    String importing = TurnImports.rewritten(text);
    if (!isTypeScript(name)) {
      return new SourceFile(TurnSource.script(importing), Optional.empty());
    }
    String script = TurnSource.script(stripped(TurnSource.asExpression(importing), name, types));
    return new SourceFile(script, Optional.of(new SourceMap(text, script)));
  }

  private static boolean isTypeScript(String name) {
    return name.endsWith(".ts") || name.endsWith(".mts") || name.endsWith(".tsx");
  }

  private static String stripped(String text, String name, TypeScript types) throws Unreadable {
    return switch (types.strip(name, text)) {
      case Stripped.JavaScript(String script) -> script;
      case Stripped.Wrong wrong -> throw new Unreadable("Uncaught " + wrong.shown(name) + "\n");
    };
  }
}
