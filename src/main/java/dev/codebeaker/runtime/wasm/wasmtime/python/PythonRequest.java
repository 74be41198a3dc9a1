package dev.codebeaker.runtime.wasm.wasmtime.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codebeaker.execution.RunCode;
import dev.codebeaker.language.Surroundings;

/**
 * What the driver is asked to do.
 *
 * @param name of the code in tracebacks
 */
record PythonRequest(Mode mode, String name, Surroundings around, String code) {
  private static final char SEPARATOR = '\0';

  enum Mode {
    /** A program of its own, from its start to its exit handlers. */
    PROGRAM("program"),
    /** A turn of a context. */
    TURN("turn"),
    /** Of a base: leaves behind what it has imported. */
    WARM_UP("warm"),
    /** The last of a base. */
    SEAL("seal");

    private final String key;

    Mode(String key) {
      this.key = key;
    }
  }

  static PythonRequest of(Mode mode, String name, RunCode command) {
    return new PythonRequest(mode, name, Surroundings.of(command), command.code());
  }

  static PythonRequest of(Mode mode, String name, String code) {
    return new PythonRequest(mode, name, Surroundings.NONE, code);
  }

  /** Fields behind one another; only the last, the code, may contain what separates them. */
  byte[] encoded() {
    StringBuilder text = new StringBuilder(code.length() + 256);
    append(text, mode.key);
    append(text, name);
    append(text, Integer.toString(around.args().size()));
    append(text, Integer.toString(around.env().size()));
    around.args().forEach(argument -> append(text, argument));
    around
        .env()
        .forEach(
            (variable, value) -> {
              append(text, variable);
              append(text, value);
            });
    return text.append(code).toString().getBytes(UTF_8);
  }

  private static void append(StringBuilder text, String field) {
    text.append(field).append(SEPARATOR);
  }
}
