package dev.codebeaker.runtime.wasm.java.javascript;

import java.util.Arrays;
import run.endive.runtime.Memory;

/**
 * The state of an interpreter at rest: its memory and its stack pointer. Pages that do not differ
 * from an earlier image are shared with it.
 *
 * @param ownPages how many are not
 */
record Image(byte[][] pages, long stackPointer, int ownPages) {
  static Image of(Memory memory, long stackPointer, byte[][] earlier) {
    byte[][] pages = new byte[memory.pages()][];
    int own = 0;
    for (int i = 0; i < pages.length; i++) {
      byte[] page = memory.readBytes(i * Memory.PAGE_SIZE, Memory.PAGE_SIZE);
      boolean shared = i < earlier.length && Arrays.equals(earlier[i], page);
      pages[i] = shared ? earlier[i] : page;
      own += shared ? 0 : 1;
    }
    return new Image(pages, stackPointer, own);
  }

  long ownBytes() {
    return (long) ownPages * Memory.PAGE_SIZE;
  }

  void restore(Memory memory) {
    int missing = pages.length - memory.pages();
    if (missing > 0 && memory.grow(missing) < 0) {
      throw new IllegalStateException("no memory for a context");
    }
    for (int i = 0; i < pages.length; i++) {
      memory.write(i * Memory.PAGE_SIZE, pages[i], 0, Memory.PAGE_SIZE);
    }
  }
}
