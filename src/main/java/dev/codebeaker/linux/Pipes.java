package dev.codebeaker.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** Opens pipes, with and without a name. No child inherits an end it was not given. */
public final class Pipes {
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int NON_BLOCKING = 0x800;
  private static final int READ_ONLY = 0;
  private static final int WRITE_ONLY = 1;
  private static final int READ_WRITE = 2;

  /** O_NOFOLLOW is one of the few flags whose number depends on the processor. */
  private static final int NO_FOLLOW =
      System.getProperty("os.arch").equals("aarch64") ? 0x8000 : 0x20000;

  private final Poller poller;

  public Pipes(Poller poller) {
    this.poller = poller;
  }

  public Pipe open() throws IOException {
    try (CallFrame frame = new CallFrame()) {
      MemorySegment pair = frame.bytes(2L * Integer.BYTES);
      frame.checked(FileCalls.pipe(frame.errno(), pair, CLOSE_ON_EXEC), "pipe2");
      return new Pipe(
          new Descriptor(
              poller, pair.getAtIndex(ValueLayout.JAVA_INT, 0), Descriptor.Kind.PIPE_READER),
          new Descriptor(
              poller, pair.getAtIndex(ValueLayout.JAVA_INT, 1), Descriptor.Kind.PIPE_WRITER));
    }
  }

  /**
   * The reading end. It does not wait for a writer, and its end comes only when a writer has come
   * and the last one has gone.
   */
  public Descriptor openToRead(Fifo fifo) throws IOException {
    return new Descriptor(poller, open(fifo.path(), READ_ONLY), Descriptor.Kind.FIFO_READER);
  }

  /**
   * The writing end. It does not wait for a reader: what is written waits in the pipe, and is lost
   * if this end is closed before the reader has opened its own. Because it counts as a reader
   * itself, a write never fails for want of one; it parks when the pipe is full.
   */
  public Descriptor openToWrite(Fifo fifo) throws IOException {
    return new Descriptor(poller, open(fifo.path(), READ_WRITE), Descriptor.Kind.FIFO_WRITER);
  }

  /** Another end to read from, of the pipe that this is an end of, named or not. */
  public Descriptor readAgain(Descriptor end) throws IOException {
    return new Descriptor(poller, again(end, READ_ONLY), Descriptor.Kind.FIFO_READER);
  }

  /** Another end to write to, of a pipe that has a reader. */
  public Descriptor writeAgain(Descriptor end) throws IOException {
    return new Descriptor(poller, again(end, WRITE_ONLY), Descriptor.Kind.FIFO_WRITER);
  }

  private static int again(Descriptor end, int mode) throws LinuxFailure {
    String path = "/proc/self/fd/" + end.number();
    try (CallFrame frame = new CallFrame()) {
      int flags = mode | NON_BLOCKING | CLOSE_ON_EXEC;
      return frame.checked(
          FileCalls.open(frame.errno(), frame.text(path), flags, 0), "open " + path);
    }
  }

  private static int open(Path path, int mode) throws LinuxFailure {
    try (CallFrame frame = new CallFrame()) {
      int flags = mode | NON_BLOCKING | NO_FOLLOW | CLOSE_ON_EXEC;
      return frame.checked(
          FileCalls.open(frame.errno(), frame.text(path.toString()), flags, 0), "open " + path);
    }
  }
}
