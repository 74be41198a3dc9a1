package dev.codebeaker.runtime.contract;

import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.OutputSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what an execution shows. */
public final class RecordingSink implements OutputSink {
  private final List<OutputChunk> chunks = new ArrayList<>();

  @Override
  public synchronized void accept(OutputChunk chunk) {
    chunks.add(chunk);
  }

  public synchronized List<OutputChunk> chunks() {
    return List.copyOf(chunks);
  }

  public String stdout() {
    return text(Stream.STDOUT);
  }

  public String stderr() {
    return text(Stream.STDERR);
  }

  public synchronized long bytes() {
    return chunks.stream()
        .mapToLong(chunk -> chunk instanceof OutputChunk.Bytes b ? b.data().length : 0)
        .sum();
  }

  /** The value of the last expression, as text. */
  public synchronized Optional<String> value() {
    return chunks.stream()
        .filter(chunk -> chunk instanceof OutputChunk.Rich rich && rich.value())
        .map(chunk -> ((OutputChunk.Rich) chunk).bundle().getOrDefault("text/plain", ""))
        .findFirst();
  }

  private synchronized String text(Stream stream) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (OutputChunk chunk : chunks) {
      if (chunk instanceof OutputChunk.Bytes b && b.stream() == stream) {
        bytes.writeBytes(b.data());
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
