package dev.codebeaker.runtime.wasm.wasmtime.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputChunk.Rich;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.OutputSink;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** All that a test saw of one execution. */
final class Seen implements OutputSink {
  final List<OutputChunk> chunks = new CopyOnWriteArrayList<>();
  Outcome outcome;

  @Override
  public void accept(OutputChunk chunk) {
    chunks.add(chunk);
  }

  String stdout() {
    return text(Stream.STDOUT);
  }

  String stderr() {
    return text(Stream.STDERR);
  }

  /** The value of the last expression, or nothing. */
  Map<String, String> value() {
    return rich(true).stream().findFirst().orElse(Map.of());
  }

  String valueText() {
    return value().getOrDefault("text/plain", "");
  }

  List<Map<String, String>> shown() {
    return rich(false);
  }

  private List<Map<String, String>> rich(boolean value) {
    return chunks.stream()
        .filter(Rich.class::isInstance)
        .map(Rich.class::cast)
        .filter(rich -> rich.value() == value)
        .map(Rich::bundle)
        .toList();
  }

  private String text(Stream stream) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (OutputChunk chunk : chunks) {
      if (chunk instanceof OutputChunk.Bytes(Stream from, byte[] data) && from == stream) {
        bytes.writeBytes(data);
      }
    }
    return bytes.toString(UTF_8);
  }

  @Override
  public String toString() {
    return outcome + "\n" + stdout() + "\n" + stderr() + "\n" + value() + shown();
  }
}
