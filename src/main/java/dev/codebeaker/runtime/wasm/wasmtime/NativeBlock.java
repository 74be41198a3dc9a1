package dev.codebeaker.runtime.wasm.wasmtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The few native bytes an instance needs for itself. Blocks are recycled and never given back:
 * closing an arena that many threads may use is a handshake with all of them.
 */
final class NativeBlock {
  private static final long SIZE = 4096;
  private static final ConcurrentLinkedDeque<MemorySegment> FREE = new ConcurrentLinkedDeque<>();

  private final MemorySegment block;
  private long used;

  NativeBlock() {
    MemorySegment recycled = FREE.pollFirst();
    this.block = recycled == null ? Arena.global().allocate(SIZE, 16) : recycled;
  }

  /** Bytes aligned to 16, zeroed; valid until the block is released. */
  MemorySegment take(long bytes) {
    long at = used;
    long next = at + (bytes + 15 & -16);
    if (next > SIZE) {
      throw new IllegalStateException("more native memory than an instance may use for itself");
    }
    used = next;
    return block.asSlice(at, bytes).fill((byte) 0);
  }

  /** Everything taken from it is another instance's from now on. */
  void release() {
    FREE.addFirst(block);
  }
}
