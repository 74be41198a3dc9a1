package dev.codebeaker.runtime.wasm.java.javascript;

import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.wasm.java.Interrupted;
import dev.codebeaker.runtime.wasm.java.Output;
import dev.codebeaker.runtime.wasm.java.StdinPipe;
import dev.codebeaker.runtime.wasm.java.wasi.GuestExit;
import dev.codebeaker.runtime.wasm.javascript.Json;
import dev.codebeaker.runtime.wasm.javascript.ProgramFiles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** One program or turn: answers its calls, and keeps what it reports of its end. */
final class ScriptRun implements HostFunctions {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MAX_ENTROPY = 65_536;
  private static final int MAX_LINE = 16 << 20;
  private static final String MAIN = "main.js";

  private final RunCode command;
  private final Script script;
  private final Output output;
  private final StdinPipe stdin;
  private final ProgramFiles files;
  private final LongSupplier memory;

  private boolean outputFull;
  private OptionalInt exit = OptionalInt.empty();
  private char failure;
  private boolean waiting;
  private int exitCode;

  ScriptRun(
      RunCode command, Output output, StdinPipe stdin, ProgramFiles files, LongSupplier memory) {
    this.command = command;
    this.script = isTurn(command) ? Script.turn(command.code()) : Script.program(command.code());
    this.output = output;
    this.stdin = stdin;
    this.files = files;
    this.memory = memory;
  }

  static boolean isTurn(RunCode command) {
    return command.context().isPresent();
  }

  @Override
  public String call(String name, String text) {
    return switch (name) {
      case "kind" -> isTurn(command) ? "turn" : "program";
      case "form" -> script.form();
      case "source" -> script.text();
      case "wrapped" -> script.wrapped();
      case "shift" -> Integer.toString(script.shift());
      case "out" -> write(Stream.STDOUT, text);
      case "err" -> write(Stream.STDERR, text);
      case "line" -> line();
      case "config" -> config();
      case "exit" -> exit(Integer.parseInt(text));
      case "memory" -> Long.toString(memory.getAsLong());
      case "entropy" -> entropy(Integer.parseInt(text));
      case "now" -> Long.toString(System.nanoTime());
      case "sleep" -> sleep(Double.parseDouble(text));
      case "files" -> files(text.split("\0", 4));
      case "value" -> value(text);
      case "error" -> error(text);
      case "end" -> end(text.split(" "));
      default -> throw new IllegalArgumentException("no such function: " + name);
    };
  }

  private String write(Stream stream, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!isTurn(command)) {
      output.write(stream, bytes);
      return "";
    }
    outputFull |= !output.offer(stream, bytes);
    return outputFull ? LEAVE : "";
  }

  private String line() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] one = new byte[1];
    while (line.size() < MAX_LINE && stdin.read(one, 0, 1) > 0) {
      line.write(one[0]);
      if (one[0] == '\n') {
        break;
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private String config() {
    return Json.object(
        "main", Json.string(MAIN),
        "args", Json.strings(command.args()),
        "env", Json.strings(command.env()));
  }

  private String exit(int code) {
    exit = OptionalInt.of(code);
    if (!isTurn(command)) {
      throw new GuestExit(code);
    }
    return LEAVE;
  }

  private static String entropy(int count) {
    byte[] bytes = new byte[Math.clamp(count, 0, MAX_ENTROPY)];
    RANDOM.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String sleep(double millis) {
    try {
      Thread.sleep((long) Math.ceil(millis));
      return "";
    } catch (InterruptedException e) {
      throw new Interrupted();
    }
  }

  private String files(String[] call) {
    byte[] data = call[3].getBytes(StandardCharsets.ISO_8859_1);
    return switch (files.call(call[0], call[1], call[2], data)) {
      case ProgramFiles.Reply.Text(String text) -> text;
      case ProgramFiles.Reply.Content(byte[] bytes) ->
          "=" + new String(bytes, StandardCharsets.ISO_8859_1);
    };
  }

  /** As text, and behind a zero character as JSON where it is plain data. */
  private String value(String text) {
    String[] parts = text.split("\0", 2);
    Map<String, String> bundle = new LinkedHashMap<>(Map.of("text/plain", parts[0]));
    if (parts.length > 1) {
      bundle.put("application/json", parts[1]);
    }
    outputFull |= !output.value(bundle);
    return "";
  }

  /** The first letter is the kind of error. */
  private String error(String text) {
    failure = text.isEmpty() ? 'E' : text.charAt(0);
    String shown = text.isEmpty() ? text : text.substring(1);
    outputFull |= !output.offer(Stream.STDERR, shown.getBytes(StandardCharsets.UTF_8));
    return "";
  }

  private String end(String[] report) {
    waiting = report[0].equals("waiting");
    exitCode = Integer.parseInt(report[1]);
    return "";
  }

  boolean outputFull() {
    return outputFull;
  }

  OptionalInt exit() {
    return exit;
  }

  /** The kind of the error nothing caught, or zero. */
  char failure() {
    return failure;
  }

  /** Whether what it awaits will never come. */
  boolean waiting() {
    return waiting;
  }

  int exitCode() {
    return exitCode;
  }
}
