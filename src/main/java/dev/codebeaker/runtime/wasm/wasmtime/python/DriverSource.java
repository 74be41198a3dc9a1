package dev.codebeaker.runtime.wasm.wasmtime.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/** The driver that runs executions inside the guest, as the statements that install it. */
final class DriverSource {
  private static final String DIRECTORY = "/dev/codebeaker/runtime/wasm/python/";
  private static final List<String> FILES =
      List.of("loop.py", "streams.py", "rich.py", "driver.py");

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
      parts.append(Base64.getEncoder().encodeToString(read(file))).append(' ');
    }
    return INSTALL.formatted(parts);
  }

  private static byte[] read(String file) {
    try (InputStream in = DriverSource.class.getResourceAsStream(DIRECTORY + file)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + DIRECTORY + file + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
