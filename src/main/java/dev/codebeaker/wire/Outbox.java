package dev.codebeaker.wire;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What waits to be written to one client: the only way out, in order, and bounded.
 *
 * <p>Whoever brings a message while the connection is idle writes it himself, without a change of
 * thread; what the socket does not take at once is written as it drains. Answers are never dropped:
 * beyond their bound the connection is closed. Output is: its writer first waits a little, then is
 * told that it is gone.
 */
public final class Outbox<T> {
  /** How much is handed to the socket before it has confirmed what it was given. */
  private static final long WINDOW = 256 * 1024;

  private final Wire<T> wire;
  private final ToIntFunction<T> length;
  private final long mostOutput;
  private final long most;
  private final long patienceNanos;

  private final Object lock = new Object();
  private final Deque<T> waiting = new ArrayDeque<>();
  private long size;
  private long unconfirmed;
  private boolean writing;
  private boolean slow;
  private boolean closed;
  private Optional<Runnable> last = Optional.empty();

  /** The connection, as far as writing to it goes. */
  public interface Wire<T> {
    /** Writes without blocking; says when it is done, or has failed. */
    void write(T message, Runnable done);

    /** Closes the connection because its client reads too slowly. */
    void giveUp();
  }

  public Outbox(Wire<T> wire, ToIntFunction<T> length, WireConfig config) {
    this.wire = wire;
    this.length = length;
    this.mostOutput = config.maxWaitingOutputBytes();
    this.most = config.maxWaitingBytes();
    this.patienceNanos = config.slowReaderPatience().toNanos();
  }

  /** Sends what must not be lost. Never blocks. */
  public void send(T message) {
    boolean full;
    synchronized (lock) {
      if (closed) {
        return;
      }
      add(message);
      full = size > most;
      closed = full;
    }
    if (full) {
      close();
      wire.giveUp();
    } else {
      pump();
    }
  }

  /**
   * Sends output. Blocks for a short while if the client reads slowly, unless the thread is an
   * event loop.
   *
   * @return false if it was dropped because the client still did
   */
  public boolean offer(T message) {
    synchronized (lock) {
      if (closed || !hasRoom()) {
        return false;
      }
      add(message);
    }
    pump();
    return true;
  }

  /** Takes nothing more, and does this when what waits has been handed to the socket. */
  public void closeBehind(Runnable action) {
    synchronized (lock) {
      closed = true;
      last = Optional.of(action);
    }
    pump();
  }

  /** Nothing is written any more, and nobody waits. */
  public void close() {
    synchronized (lock) {
      closed = true;
      waiting.clear();
      lock.notifyAll();
    }
  }

  private void add(T message) {
    waiting.add(message);
    size += length.applyAsInt(message);
  }

  /** Waits for a reader that was quick so far; one that has been waited for in vain is slow. */
  private boolean hasRoom() {
    if (slow && size <= mostOutput / 2) {
      slow = false;
    }
    if (size <= mostOutput) {
      return !slow;
    }
    if (!slow && !Context.isOnEventLoopThread()) {
      slow = !waitForRoom();
    }
    return !slow && size <= mostOutput && !closed;
  }

  private boolean waitForRoom() {
    long deadline = System.nanoTime() + patienceNanos;
    try {
      while (size > mostOutput && !closed) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return false;
        }
        lock.wait(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return true;
  }

  /** Hands what waits to the socket, up to the window; one thread at a time, so in order. */
  private void pump() {
    while (true) {
      T next;
      int bytes;
      synchronized (lock) {
        if (writing || unconfirmed >= WINDOW) {
          return;
        }
        if (waiting.isEmpty()) {
          break;
        }
        next = waiting.remove();
        bytes = length.applyAsInt(next);
        unconfirmed += bytes;
        writing = true;
      }
      wire.write(next, () -> written(bytes));
      synchronized (lock) {
        writing = false;
      }
    }
    Optional<Runnable> then;
    synchronized (lock) {
      then = last;
      last = Optional.empty();
    }
    then.ifPresent(Runnable::run);
  }

  private void written(int bytes) {
    synchronized (lock) {
      unconfirmed -= bytes;
      size -= bytes;
      lock.notifyAll();
    }
    pump();
  }
}
