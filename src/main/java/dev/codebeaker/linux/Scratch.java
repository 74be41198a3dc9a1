package dev.codebeaker.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Native memory for one read or write. It is borrowed for the length of a call that does not block,
 * so a few serve any number of descriptors.
 */
final class Scratch {
  /** What a pipe holds. */
  static final int SIZE = 64 << 10;

  private static final int KEPT = 16;
  private static final ArrayBlockingQueue<Scratch> FREE = new ArrayBlockingQueue<>(KEPT);

  private final MemorySegment errno = Arena.ofAuto().allocate(CallFrame.ERRNO_BYTES, Integer.BYTES);
  private final MemorySegment data = Arena.ofAuto().allocate(SIZE);

  private Scratch() {}

  /**
   * @return the number of bytes; 0 at the end of the file; the error, negated
   */
  static int read(int descriptor, byte[] target) {
    Scratch scratch = borrow();
    try {
      long size = Math.min(target.length, SIZE);
      long count = FileCalls.read(scratch.errno, descriptor, scratch.data, size);
      if (count > 0) {
        MemorySegment.copy(scratch.data, JAVA_BYTE, 0, target, 0, (int) count);
      }
      return scratch.answer(count);
    } finally {
      FREE.offer(scratch);
    }
  }

  /**
   * @return the number of bytes taken; the error, negated
   */
  static int write(int descriptor, byte[] source, int offset) {
    Scratch scratch = borrow();
    try {
      int size = Math.min(source.length - offset, SIZE);
      MemorySegment.copy(source, offset, scratch.data, JAVA_BYTE, 0, size);
      return scratch.answer(FileCalls.write(scratch.errno, descriptor, scratch.data, size));
    } finally {
      FREE.offer(scratch);
    }
  }

  private int answer(long result) {
    return result < 0 ? -errno.get(JAVA_INT, 0) : (int) result;
  }

  private static Scratch borrow() {
    Scratch free = FREE.poll();
    return free == null ? new Scratch() : free;
  }
}
