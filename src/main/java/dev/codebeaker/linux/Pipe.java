package dev.codebeaker.linux;

/**
 * A pipe's two ends. One is usually given to a child and then closed here, so that the other sees
 * its end.
 */
public record Pipe(Descriptor reader, Descriptor writer) implements AutoCloseable {
  @Override
  public void close() {
    reader.close();
    writer.close();
  }
}
