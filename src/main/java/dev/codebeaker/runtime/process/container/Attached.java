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
    Frames frames = new Frames();
    while (frames.next()) {
      for (int count = frames.read(buffer, 0, buffer.length);
          count > 0;
          count = frames.read(buffer, 0, buffer.length)) {
        receiver.receive(frames.isError(), buffer, count);
      }
    }
  }

  /** What a process without a terminal writes comes in pieces, each of one of its streams. */
  private final class Frames {
    private final byte[] header = new byte[HEADER_BYTES];
    private long left;

    /** Goes on to the next piece; false if there is none. */
    boolean next() throws IOException {
      stream.input().skipNBytes(left);
      left = 0;
      if (stream.input().readNBytes(header, 0, HEADER_BYTES) < HEADER_BYTES) {
        return false;
      }
      left = ByteBuffer.wrap(header).getInt(4) & 0xffffffffL;
      return true;
    }

    boolean isError() {
      return header[0] == STDERR;
    }

    boolean isRead() {
      return left == 0;
    }

    /** Of this piece; -1 if it is read, or the stream ends in it. */
    int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = stream.input().read(buffer, offset, (int) Math.min(left, length));
      left = count < 0 ? 0 : left - count;
      return count;
    }
  }

  /** What is written to standard output; the rest is dropped. */
  InputStream output() {
    return new StandardOutput();
  }

  private final class StandardOutput extends InputStream {
    private final Frames frames = new Frames();

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      while (frames.isRead() || frames.isError()) {
        if (!frames.next()) {
          return -1;
        }
      }
      return frames.read(buffer, offset, length);
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
