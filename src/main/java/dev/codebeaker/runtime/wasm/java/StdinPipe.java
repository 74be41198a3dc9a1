package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Stdin;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Standard input that may arrive while the guest reads it. */
public final class StdinPipe {
  private static final int MAX_UNREAD_BYTES = 16 << 20;

  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private int offset;
  private long unread;
  private boolean ended;

  /** What an execution finds first; what arrived before it began comes behind. */
  public synchronized void begin(Stdin stdin) {
    if (stdin.initial().length > 0) {
      chunks.addFirst(stdin.initial());
      unread += stdin.initial().length;
    }
    ended |= !stdin.open();
    notifyAll();
  }

  public synchronized void add(byte[] data) {
    if (ended || data.length == 0) {
      return;
    }
    if (unread + data.length > MAX_UNREAD_BYTES) {
      throw ServiceException.of(ErrorCode.TOO_LARGE, "the program has not read its input")
          .field("data")
          .fix("send at most " + MAX_UNREAD_BYTES + " bytes ahead of what the program reads");
    }
    chunks.addLast(data.clone());
    unread += data.length;
    notifyAll();
  }

  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  public synchronized void clear() {
    chunks.clear();
    offset = 0;
    unread = 0;
    ended = false;
  }

  /** Waits for input and takes what fits; -1 at its end. */
  public synchronized int read(byte[] into, int from, int length) {
    try {
      while (unread == 0 && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new Interrupted();
    }
    return unread == 0 ? -1 : take(into, from, length);
  }

  private int take(byte[] into, int from, int length) {
    int taken = 0;
    while (taken < length && !chunks.isEmpty()) {
      byte[] first = chunks.getFirst();
      int part = Math.min(length - taken, first.length - offset);
      System.arraycopy(first, offset, into, from + taken, part);
      taken += part;
      offset += part;
      if (offset == first.length) {
        chunks.removeFirst();
        offset = 0;
      }
    }
    unread -= taken;
    return taken;
  }

  /** How many bytes can be read now, after waiting at most that long for the first of them. */
  public synchronized long available(long waitNanos) {
    long until = System.nanoTime() + waitNanos;
    try {
      while (unread == 0 && !ended) {
        long left = until - System.nanoTime();
        if (left <= 0) {
          break;
        }
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    } catch (InterruptedException e) {
      throw new Interrupted();
    }
    return unread;
  }

  public synchronized boolean atEnd() {
    return ended && unread == 0;
  }
}
