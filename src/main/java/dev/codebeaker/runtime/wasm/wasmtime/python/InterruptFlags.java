package dev.codebeaker.runtime.wasm.wasmtime.python;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The words in which the interpreter notes that an interrupt waits to be handled: set to 1 by the
 * interrupt, and back to 0 when it comes to look. They are static, so in every guest of the module
 * they lie where they were found in one, by watching them change.
 *
 * @param addresses where they are; none if they could not be told
 */
record InterruptFlags(List<Long> addresses) {
  static final InterruptFlags UNKNOWN = new InterruptFlags(List.of());

  /** What a call may have written below the stack pointer. */
  private static final long STACK_REACH = 256 << 10;

  /**
   * @param guest at rest, with no interrupt waiting; one waits afterwards
   * @param stackTop its stack pointer
   */
  static InterruptFlags find(Instance guest, long stackTop, Runnable interrupt) {
    List<Long> found = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      long size = guest.memory().byteSize();
      MemorySegment before = arena.allocate(size, Long.BYTES).copyFrom(guest.memory());
      interrupt.run();
      MemorySegment after = guest.memory();
      long at = 0;
      while (at < size) {
        long different = MemorySegment.mismatch(before, at, size, after, at, size);
        if (different < 0) {
          break;
        }
        long word = at + different & ~3L;
        if (before.get(JAVA_INT, word) == 0
            && after.get(JAVA_INT_UNALIGNED, word) == 1
            && (word >= stackTop || word < stackTop - STACK_REACH)) {
          found.add(word);
        }
        at = word + Integer.BYTES;
      }
    }
    return new InterruptFlags(List.copyOf(found));
  }

  /** Whether the interrupt has been seen, or nobody can tell. */
  boolean areTaken(Instance guest) {
    MemorySegment memory = guest.memory();
    return addresses.isEmpty()
        || addresses.stream().anyMatch(word -> memory.get(JAVA_BYTE, word) == 0);
  }
}
