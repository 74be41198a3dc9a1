package dev.codebeaker.runtime.wasm.wasmtime.python;

import dev.codebeaker.language.SourceText;
import java.util.Base64;
import java.util.List;

/** The driver that runs executions inside the guest, as the statements that install it. */
final class DriverSource {
  private static final String OF_ANY_HOST = "language/python/";
  private static final String OF_THIS_HOST = "runtime/wasm/python/";
  private static final List<String> FILES =
      List.of(
          OF_THIS_HOST + "loop.py",
          OF_ANY_HOST + "ending.py",
          OF_ANY_HOST + "streams.py",
          OF_ANY_HOST + "rich.py",
          OF_ANY_HOST + "running.py",
          OF_THIS_HOST + "driver.py");

  private static final String INSTALL =
      """
      import binascii, builtins
      space = {"__name__": "codebeaker", "__builtins__": dict(vars(builtins))}
      for part in "%s".split():
          exec(compile(binascii.a2b_base64(part), "<codebeaker>", "exec"), space)
      del binascii, builtins, part, space
      """;

  private DriverSource() {}

  /** Its files share one namespace that no module has, with built-in functions of its own. */
  static String installer() {
    StringBuilder parts = new StringBuilder();
    for (String file : FILES) {
      parts.append(Base64.getEncoder().encodeToString(SourceText.bytes(file))).append(' ');
    }
    return INSTALL.formatted(parts);
  }
}
