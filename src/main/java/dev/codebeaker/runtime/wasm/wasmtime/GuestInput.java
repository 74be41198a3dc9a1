package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** A guest's standard input: fed from any thread, read on the guest's. */
final class GuestInput {
  private static final long MAX_PENDING = 64L << 20;

  private final Deque<byte[]> pending = new ArrayDeque<>();
  private int offset;
  private long waiting;
  private boolean ended = true;

  /** What was left is forgotten. */
  synchronized void restart(byte[] initial, boolean open) {
    pending.clear();
    offset = 0;
    waiting = initial.length;
    ended = !open;
    if (initial.length > 0) {
      pending.add(initial);
    }
  }

  /**
   * @throws ServiceException {@code TOO_LARGE} when the guest does not read what it is given
   */
  synchronized void feed(byte[] bytes) {
    if (ended || bytes.length == 0) {
      return;
    }
    if (bytes.length > MAX_PENDING - waiting) {
      throw ServiceException.of(
              ErrorCode.TOO_LARGE, "%d bytes of input wait to be read already".formatted(waiting))
          .field("data")
          .fix("send more when the program has read what it has");
    }
    pending.add(bytes);
    waiting += bytes.length;
  }

  synchronized void end() {
    ended = true;
  }

  /** Whether a read would not wait: there is something, or the end. */
  synchronized boolean ready() {
    return ended || !pending.isEmpty();
  }

  /** Takes what there is, as far as it fits; 0 at the end. */
  synchronized int read(IoVectors to) {
    byte[] first = pending.peek();
    if (first == null) {
      return 0;
    }
    int count = to.fill(first, offset);
    offset += count;
    waiting -= count;
    if (offset == first.length) {
      pending.remove();
      offset = 0;
    }
    return count;
  }

  /** Takes what came at once, or nothing at the end. */
  synchronized byte[] take() {
    byte[] first = pending.poll();
    if (first == null) {
      return new byte[0];
    }
    byte[] rest = Arrays.copyOfRange(first, offset, first.length);
    waiting -= rest.length;
    offset = 0;
    return rest;
  }
}
