package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * The buffers of a read or a write, in the guest's memory; every access is bounds checked.
 *
 * @param memory the guest's
 * @param at where the list of pointers and lengths begins
 * @param count how many there are
 */
record IoVectors(MemorySegment memory, long at, long count) {
  private static final int MAX = 1024;

  IoVectors {
    if (count > MAX) {
      throw new IndexOutOfBoundsException("more than " + MAX + " buffers in one call");
    }
  }

  MemorySegment buffer(int index) {
    long pointer = Integer.toUnsignedLong(memory.get(JAVA_INT_UNALIGNED, at + 8L * index));
    long length = Integer.toUnsignedLong(memory.get(JAVA_INT_UNALIGNED, at + 8L * index + 4));
    return memory.asSlice(pointer, length);
  }

  long length() {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += buffer(i).byteSize();
    }
    return sum;
  }

  /** Copies bytes in, as many as fit. Returns how many. */
  int fill(byte[] from, int offset) {
    int done = 0;
    for (int i = 0; i < count && offset + done < from.length; i++) {
      MemorySegment buffer = buffer(i);
      int part = (int) Math.min(buffer.byteSize(), from.length - offset - done);
      MemorySegment.copy(from, offset + done, buffer, JAVA_BYTE, 0, part);
      done += part;
    }
    return done;
  }
}
