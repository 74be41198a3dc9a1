package dev.codebeaker.runtime.wasm.wasmtime.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.List;
import java.util.Map;

/**
 * What the driver is asked to do.
 *
 * @param name of the code in tracebacks
 */
record PythonRequest(
    Mode mode, String name, List<String> args, Map<String, String> env, String code) {
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
    return new PythonRequest(mode, name, command.args(), command.env(), command.code());
  }

  static PythonRequest of(Mode mode, String name, String code) {
    return new PythonRequest(mode, name, List.of(), Map.of(), code);
  }

  /**
   * Fields behind one another; only the last, the code, may contain what separates them.
   *
   * @throws ServiceException {@code INVALID_PARAMS} if another does, or is no variable's name
   */
  byte[] encoded() {
    StringBuilder text = new StringBuilder(code.length() + 256);
    append(text, mode.key);
    append(text, name);
    append(text, Integer.toString(args.size()));
    append(text, Integer.toString(env.size()));
    args.forEach(argument -> append(text, require(argument, "args")));
    env.forEach(
        (variable, value) -> {
          if (variable.isEmpty() || variable.indexOf('=') >= 0) {
            throw invalid("env", "'" + variable + "' is not the name of a variable");
          }
          append(text, require(variable, "env"));
          append(text, require(value, "env"));
        });
    return text.append(code).toString().getBytes(UTF_8);
  }

  private static void append(StringBuilder text, String field) {
    text.append(field).append(SEPARATOR);
  }

  private static String require(String text, String field) {
    if (text.indexOf(SEPARATOR) >= 0) {
      throw invalid(field, "a text in it has a NUL character");
    }
    return text;
  }

  private static ServiceException invalid(String field, String why) {
    return ServiceException.of(ErrorCode.INVALID_PARAMS, why).field(field);
  }
}
