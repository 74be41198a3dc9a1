package dev.codebeaker.runtime.wasm.java.javascript;

import dev.codebeaker.language.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The text that makes a bare interpreter into what programs expect. */
final class Prelude {
  private static final List<String> SCRIPTS =
      List.of(
          "runtime/wasm/java/host.js",
          "runtime/wasm/javascript/inspect.js",
          "runtime/wasm/javascript/console.js",
          "runtime/wasm/javascript/process.js",
          "runtime/wasm/javascript/web.js",
          "runtime/wasm/javascript/modules.js",
          "language/javascript/values.js",
          "runtime/wasm/javascript/driver.js",
          "runtime/wasm/java/engine.js");

  private Prelude() {}

  static String text() {
    StringBuilder text = new StringBuilder();
    SCRIPTS.forEach(
        name ->
            text.append(new String(SourceText.bytes(name), StandardCharsets.UTF_8)).append('\n'));
    return text.toString();
  }
}
