package dev.codebeaker.linux;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An open file descriptor. Reading and writing park the caller, which may be a virtual thread,
 * until they can go on; any number of threads may use it. It becomes non-blocking when it is first
 * read or written here: one that is only handed to a child stays as the child expects it.
 */
public final class Descriptor implements AutoCloseable {
  private static final int GET_FLAGS = 3;
  private static final int SET_FLAGS = 4;
  private static final int NON_BLOCKING = 0x800;

  /** What it is the end of. */
  enum Kind {
    PIPE_READER(Poller.READABLE),
    PIPE_WRITER(Poller.WRITABLE),
    /** Answers "end" also before the first writer has come, which is not the end. */
    FIFO_READER(Poller.READABLE),
    FIFO_WRITER(Poller.WRITABLE),
    /** Answers with an error when the last program has closed the other side. */
    TERMINAL(Poller.READABLE | Poller.WRITABLE);

    private final int events;

    Kind(int events) {
      this.events = events;
    }
  }

  private final Poller poller;
  private final Kind kind;
  private final int number;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by lock
  private OptionalLong watch = OptionalLong.empty();
  private boolean nonBlocking;
  private boolean hungUp;
  private long changes;
  private long seen;
  private boolean abandoned;
  private boolean closed;

  /** Owns the number from now on. */
  Descriptor(Poller poller, int number, Kind kind) {
    this.poller = poller;
    this.number = number;
    this.kind = kind;
  }

  /** The kernel's number for it; another file's after {@link #close}. */
  public int number() {
    return number;
  }

  /**
   * What is there, at least one byte. Parks until there is something.
   *
   * @return how many bytes were read, or -1 at the end of the file
   * @throws ClosedChannelException if it is, or meanwhile was, closed
   * @throws InterruptedIOException if the caller was interrupted, and still is
   */
  public int read(byte[] buffer) throws IOException {
    lock.lock();
    try {
      while (buffer.length > 0) {
        prepare();
        boolean lastWriterWent = hungUp;
        int count = Scratch.read(number, buffer);
        if (count > 0) {
          return count;
        }
        if (isEnd(count, lastWriterWent)) {
          return -1;
        }
        awaitChange(count, "read");
      }
      return 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What is there now.
   *
   * @return how many bytes were read, 0 if there are none yet, -1 at the end of the file
   * @throws ClosedChannelException if it is closed
   */
  public int readNow(byte[] buffer) throws IOException {
    lock.lock();
    try {
      prepare();
      seen = changes;
      boolean lastWriterWent = hungUp;
      int count = Scratch.read(number, buffer);
      if (count > 0) {
        return count;
      }
      if (isEnd(count, lastWriterWent)) {
        return -1;
      }
      if (count < 0 && count != -LinuxFailure.EAGAIN && count != -LinuxFailure.EINTR) {
        throw LinuxFailure.of("read", -count);
      }
      return 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Parks until {@link #readNow} may answer otherwise than the last time.
   *
   * @throws ClosedChannelException if it is, or meanwhile was, closed
   * @throws InterruptedIOException if the caller was interrupted, and still is
   */
  public void awaitReadable() throws IOException {
    lock.lock();
    try {
      prepare();
      if (watch.isEmpty()) {
        awaitChange(-LinuxFailure.EAGAIN, "read");
      }
      while (changes == seen) {
        prepare();
        awaitChange(-LinuxFailure.EAGAIN, "read");
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes all of it, and parks while the reader is behind. Two writes do not mix.
   *
   * @throws LinuxFailure EPIPE if nobody will read it
   * @throws ClosedChannelException if it is, or meanwhile was, closed
   * @throws InterruptedIOException if the caller was interrupted, and still is; a part was written
   */
  public void write(byte[] data) throws IOException {
    try {
      writing.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try {
      writeAll(data);
    } finally {
      writing.unlock();
    }
  }

  private void writeAll(byte[] data) throws IOException {
    lock.lock();
    try {
      int offset = 0;
      while (offset < data.length) {
        prepare();
        int count = Scratch.write(number, data, offset);
        if (count >= 0) {
          offset += count;
        } else {
          awaitChange(count, "write");
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isEnd(int count, boolean lastWriterWent) {
    return switch (kind) {
      case FIFO_READER -> count == 0 && lastWriterWent;
      case TERMINAL -> count == 0 || count == -LinuxFailure.EIO;
      case PIPE_READER, PIPE_WRITER, FIFO_WRITER -> count == 0;
    };
  }

  private void prepare() throws IOException {
    if (closed || abandoned) {
      throw new ClosedChannelException();
    }
    if (!nonBlocking) {
      try (CallFrame frame = new CallFrame()) {
        int flags = FileCalls.fcntl(frame.errno(), number, GET_FLAGS, 0);
        frame.checked(
            FileCalls.fcntl(frame.errno(), number, SET_FLAGS, flags | NON_BLOCKING), "fcntl");
      }
      nonBlocking = true;
    }
  }

  /** Returns when a new attempt may go otherwise than the one that gave this answer. */
  private void awaitChange(int answer, String asked) throws IOException {
    if (answer == -LinuxFailure.EINTR) {
      return;
    }
    if (answer < 0 && answer != -LinuxFailure.EAGAIN) {
      throw LinuxFailure.of(asked, -answer);
    }
    if (watch.isEmpty()) {
      watch = OptionalLong.of(poller.watch(number, kind.events, new Changes()));
    }
    try {
      // The poller reports under the same lock, so what happened since the attempt is not missed.
      changed.await();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for a descriptor");
  }

  /** Whether somebody is parked here. */
  boolean isAwaited() {
    lock.lock();
    try {
      return lock.hasWaiters(changed);
    } finally {
      lock.unlock();
    }
  }

  private final class Changes implements Poller.Watcher {
    @Override
    public void happened(int events) {
      lock.lock();
      try {
        hungUp |= (events & Poller.HUNG_UP) != 0;
        changes++;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void abandoned() {
      lock.lock();
      try {
        abandoned = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Wakes whoever waits. Does nothing the second time. */
  @Override
  public void close() {
    lock.lock();
    try (CallFrame frame = new CallFrame()) {
      if (!closed) {
        closed = true;
        watch.ifPresent(key -> poller.forget(number, key));
        FileCalls.close(frame.errno(), number);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
