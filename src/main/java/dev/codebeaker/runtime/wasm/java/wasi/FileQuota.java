package dev.codebeaker.runtime.wasm.java.wasi;

import dev.codebeaker.runtime.wasm.java.HeapBudget;

/** What the files of one guest may hold: bytes, entries, and heap of the service. */
public final class FileQuota implements AutoCloseable {
  private final long maxBytes;
  private final int maxEntries;
  private final HeapBudget heap;
  private long bytes;
  private int entries;
  private long heapHeld;

  public FileQuota(long maxBytes, int maxEntries, HeapBudget heap) {
    this.maxBytes = maxBytes;
    this.maxEntries = maxEntries;
    this.heap = heap;
  }

  void addEntry() {
    if (entries >= maxEntries) {
      throw Errno.NOSPC.exception();
    }
    takeHeap(NODE_HEAP);
    entries++;
  }

  void removeEntry() {
    entries--;
    giveHeap(NODE_HEAP);
  }

  /** What an entry costs beside its content: the node, its name, its place in a map. */
  private static final int NODE_HEAP = 512;

  void resize(long before, long after) {
    if (after > before && after - before > maxBytes - bytes) {
      throw Errno.NOSPC.exception();
    }
    bytes += after - before;
  }

  void takeHeap(long count) {
    if (!heap.take(count)) {
      throw Errno.NOSPC.exception();
    }
    heapHeld += count;
  }

  void giveHeap(long count) {
    heapHeld -= count;
    heap.give(count);
  }

  @Override
  public void close() {
    giveHeap(heapHeld);
  }
}
