package dev.codebeaker.runtime.wasm.wasmtime.python;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the driver tells in one execution. The guest's own code can write the same: a frame that
 * makes no sense is dropped, and one that does can do no harm but to its own execution.
 */
final class PythonAnswer {
  private static final byte ENDED = 'E';
  private static final byte SHOWN = 'R';
  private static final byte VALUE = 'V';
  private static final int MAX_ENDED_BYTES = 16;
  private static final Map<Character, How> HOW =
      Map.of(
          'x', How.EXIT,
          'e', How.EXCEPTION,
          'i', How.INTERRUPT,
          'm', How.OUT_OF_MEMORY,
          'r', How.TOO_DEEP);

  private final OutputSink sink;
  private Optional<End> end = Optional.empty();

  /** How the code ended, and the exit code a process would have had. */
  record End(How how, int code) {}

  enum How {
    /** By itself or by {@code exit}. */
    EXIT,
    /** By an exception that nobody caught. */
    EXCEPTION,
    /** By a {@code KeyboardInterrupt} that nobody caught. */
    INTERRUPT,
    /** By a {@code MemoryError} that nobody caught. */
    OUT_OF_MEMORY,
    /** By a {@code RecursionError} that nobody caught. */
    TOO_DEEP
  }

  PythonAnswer(OutputSink sink) {
    this.sink = sink;
  }

  Optional<End> end() {
    return end;
  }

  void frame(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    switch (bytes[0]) {
      case ENDED -> end = parseEnd(bytes).or(() -> end);
      case SHOWN, VALUE -> show(bytes);
      default -> {}
    }
  }

  private void show(byte[] bytes) {
    parseBundle(bytes)
        .ifPresent(bundle -> sink.accept(new OutputChunk.Rich(bundle, bytes[0] == VALUE)));
  }

  private static Optional<Map<String, String>> parseBundle(byte[] bytes) {
    ByteBuffer rest = ByteBuffer.wrap(bytes, 1, bytes.length - 1).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, String> bundle = new HashMap<>();
    try {
      while (rest.hasRemaining()) {
        bundle.put(text(rest), text(rest));
      }
    } catch (BufferUnderflowException forged) {
      return Optional.empty();
    }
    return bundle.isEmpty() ? Optional.empty() : Optional.of(bundle);
  }

  private static String text(ByteBuffer rest) {
    int length = rest.getInt();
    if (length < 0 || length > rest.remaining()) {
      throw new BufferUnderflowException();
    }
    String text = new String(rest.array(), rest.position(), length, UTF_8);
    rest.position(rest.position() + length);
    return text;
  }

  private static Optional<End> parseEnd(byte[] bytes) {
    if (bytes.length < 3 || bytes.length > MAX_ENDED_BYTES) {
      return Optional.empty();
    }
    try {
      int code = Integer.parseInt(new String(bytes, 2, bytes.length - 2, US_ASCII));
      return Optional.ofNullable(HOW.get((char) bytes[1])).map(how -> new End(how, code));
    } catch (NumberFormatException forged) {
      return Optional.empty();
    }
  }
}
