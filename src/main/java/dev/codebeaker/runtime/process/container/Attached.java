package dev.codebeaker.runtime.process.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The streams of a process in a container. Where the process has a terminal, all it shows is
 * standard output.
 */
final class Attached implements AutoCloseable {
  private static final int HEADER_BYTES = 8;
  private static final int STDERR = 2;
  private static final int BUFFER_BYTES = 32 << 10;

  /** Takes what a process writes. */
  @FunctionalInterface
  interface Receiver {
    /**
     * @param error whether it is standard error
     */
    void receive(boolean error, byte[] buffer, int count) throws IOException;
  }

  private final EngineStream stream;
  private final boolean terminal;

  Attached(EngineStream stream, boolean terminal) {
    this.stream = stream;
    this.terminal = terminal;
  }

  /** Hands on what is written until the process has closed its streams. */
  void carry(Receiver receiver) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    InputStream in = stream.input();
    if (terminal) {
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        receiver.receive(false, buffer, count);
      }
      return;
    }
    byte[] header = new byte[HEADER_BYTES];
    while (in.readNBytes(header, 0, HEADER_BYTES) == HEADER_BYTES) {
      long left = ByteBuffer.wrap(header).getInt(4) & 0xffffffffL;
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          return;
        }
        receiver.receive(header[0] == STDERR, buffer, count);
        left -= count;
      }
    }
  }

  /** What is written to standard output; the rest is dropped. */
  InputStream output() {
    return new StandardOutput();
  }

  private final class StandardOutput extends InputStream {
    private final byte[] header = new byte[HEADER_BYTES];
    private long left;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      InputStream in = stream.input();
      while (left == 0) {
        if (in.readNBytes(header, 0, HEADER_BYTES) < HEADER_BYTES) {
          return -1;
        }
        left = ByteBuffer.wrap(header).getInt(4) & 0xffffffffL;
        if (header[0] == STDERR) {
          in.skipNBytes(left);
          left = 0;
        }
      }
      int count = in.read(buffer, offset, (int) Math.min(left, length));
      left -= Math.max(0, count);
      return count;
    }
  }

  OutputStream input() {
    return stream.output();
  }

  /** The process finds the end of its standard input. */
  void endInput() throws IOException {
    stream.endOutput();
  }

  @Override
  public void close() {
    stream.close();
  }
}
