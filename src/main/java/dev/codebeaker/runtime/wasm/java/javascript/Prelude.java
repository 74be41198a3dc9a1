package dev.codebeaker.runtime.wasm.java.javascript;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The text that makes a bare interpreter into what programs expect. */
final class Prelude {
  private static final String ROOT = "/dev/codebeaker/runtime/wasm/";
  private static final List<String> SCRIPTS =
      List.of(
          "java/host.js",
          "javascript/inspect.js",
          "javascript/console.js",
          "javascript/process.js",
          "javascript/web.js",
          "javascript/modules.js",
          "javascript/driver.js",
          "java/engine.js");

  private Prelude() {}

  static String text() {
    StringBuilder text = new StringBuilder();
    SCRIPTS.forEach(name -> text.append(read(ROOT + name)).append('\n'));
    return text.toString();
  }

  private static String read(String name) {
    try (InputStream in = Prelude.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing in this build: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
