package dev.codebeaker.cli;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program to run, as the command line names it.
 *
 * @param language its name or an alias
 * @param code its text; for a WASM module, base64
 * @param args the program's own arguments
 * @param consumedInput whether the program itself was read from standard input
 */
record Source(String language, String code, List<String> args, boolean consumedInput) {
  private static final String STDIN = "-";
  private static final Map<String, String> BY_EXTENSION =
      Map.of(
          "py", "python",
          "js", "javascript",
          "mjs", "javascript",
          "cjs", "javascript",
          "ts", "typescript",
          "mts", "typescript",
          "cts", "typescript",
          "tsx", "typescript",
          "wat", "wasm");
  private static final byte[] WASM_MAGIC = {0, 'a', 's', 'm'};

  Source {
    args = List.copyOf(args);
  }

  /**
   * @param language as given, or empty to go by the file's extension
   * @param expression the code itself, where it was given
   * @param words what stood behind the options: the file unless there is an expression, then
   *     arguments
   */
  static Source of(
      Optional<String> language, Optional<String> expression, List<String> words, InputStream in) {
    if (expression.isPresent()) {
      return new Source(required(language), expression.get(), words, false);
    }
    if (words.isEmpty()) {
      throw wrong("there is nothing to run", "FILE")
          .fix("name a file, or give the code with -e, or - to read it from standard input");
    }
    List<String> args = words.subList(1, words.size());
    String file = words.getFirst();
    return file.equals(STDIN)
        ? new Source(required(language), text(read(in)), args, true)
        : new Source(language.orElseGet(() -> guess(file)), text(read(file)), args, false);
  }

  private static String required(Optional<String> language) {
    return language.orElseThrow(
        () ->
            wrong("the language is missing", "--lang")
                .fix("say what the code is written in: --lang python"));
  }

  private static String guess(String file) {
    String name = String.valueOf(Path.of(file).getFileName());
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      throw wrong("the language of " + file + " can not be told from its name", "--lang")
          .fix("say what it is written in: --lang python");
    }
    String extension = name.substring(dot + 1);
    return BY_EXTENSION.getOrDefault(extension, extension);
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw wrong("there is no file " + file, "FILE");
    } catch (IOException e) {
      throw wrong("can not read " + file + ": " + e.getMessage(), "FILE");
    }
  }

  private static byte[] read(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      throw wrong("can not read standard input: " + e.getMessage(), "FILE");
    }
  }

  private static String text(byte[] content) {
    boolean module =
        content.length >= WASM_MAGIC.length
            && java.util.Arrays.equals(
                content, 0, WASM_MAGIC.length, WASM_MAGIC, 0, WASM_MAGIC.length);
    return module
        ? Base64.getEncoder().encodeToString(content)
        : new String(content, StandardCharsets.UTF_8);
  }

  private static ServiceException wrong(String message, String field) {
    return ServiceException.of(ErrorCode.INVALID_PARAMS, message).field(field);
  }
}
