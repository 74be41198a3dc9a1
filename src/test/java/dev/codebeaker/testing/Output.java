package dev.codebeaker.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a program showed. */
public final class Output implements OutputSink {
  private final List<OutputChunk> chunks = new CopyOnWriteArrayList<>();

  @Override
  public void accept(OutputChunk chunk) {
    chunks.add(chunk);
  }

  public List<OutputChunk> chunks() {
    return chunks;
  }

  public String stdout() {
    return text(OutputChunk.Stream.STDOUT);
  }

  public String stderr() {
    return text(OutputChunk.Stream.STDERR);
  }

  private String text(OutputChunk.Stream stream) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (OutputChunk chunk : chunks) {
      if (chunk instanceof OutputChunk.Bytes(OutputChunk.Stream from, byte[] data)
          && from == stream) {
        bytes.writeBytes(data);
      }
    }
    return bytes.toString(UTF_8);
  }
}
