package dev.codebeaker.runtime.wasm.java;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the service's heap guests may hold together. Every byte a guest can make the heap
 * grow by (linear memory, files, decoded modules) is taken from here first, so that no guest, and
 * no number of them, can bring the service to an OutOfMemoryError.
 */
public final class HeapBudget {
  private static final double SHARE = 0.5;

  private final long total;
  private final AtomicLong free;

  public HeapBudget(long bytes) {
    total = bytes;
    free = new AtomicLong(bytes);
  }

  /** Half of what the heap may grow to: the rest is the service's own. */
  public static HeapBudget ofThisProcess() {
    return new HeapBudget((long) (Runtime.getRuntime().maxMemory() * SHARE));
  }

  /** All or nothing. */
  public boolean take(long bytes) {
    long now = free.get();
    while (now >= bytes) {
      if (free.compareAndSet(now, now - bytes)) {
        return true;
      }
      now = free.get();
    }
    return false;
  }

  public void give(long bytes) {
    free.addAndGet(bytes);
  }

  public long total() {
    return total;
  }

  public long taken() {
    return total - free.get();
  }
}
