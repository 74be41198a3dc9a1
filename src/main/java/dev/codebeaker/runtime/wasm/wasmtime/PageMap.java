package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Which pages of this process are its own copies: the kernel's {@code /proc/self/pagemap}, readable
 * without privilege.
 */
final class PageMap {
  static final int PAGE = 4096;

  private static final int O_CLOEXEC = 0x80000;
  private static final long PRESENT_OR_SWAPPED = 3L << 62;
  private static final long OF_A_FILE = 1L << 61;
  private static final int ENTRIES = 16_384;
  private static final int FD = open();
  private static final ThreadLocal<MemorySegment> BUFFER =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(8L * ENTRIES, 8));

  /** Receives page numbers, ascending. */
  interface Pages {
    void accept(int page);
  }

  private PageMap() {}

  private static int open() {
    try (Arena arena = Arena.ofConfined()) {
      return Libc.open(arena.allocateFrom("/proc/self/pagemap"), O_CLOEXEC);
    }
  }

  /** Names the pages that were written since they were mapped. False where that can't be told. */
  static boolean forEachOwn(MemorySegment memory, Pages pages) {
    if (FD < 0) {
      return false;
    }
    long first = memory.address() / PAGE;
    long count = memory.byteSize() / PAGE;
    MemorySegment entries = BUFFER.get();
    for (long done = 0; done < count; done += ENTRIES) {
      long part = Math.min(ENTRIES, count - done);
      if (Libc.pread(FD, entries, 8 * part, 8 * (first + done)) != 8 * part) {
        return false;
      }
      for (int i = 0; i < part; i++) {
        long entry = entries.getAtIndex(JAVA_LONG, i);
        if ((entry & PRESENT_OR_SWAPPED) != 0 && (entry & OF_A_FILE) == 0) {
          pages.accept((int) done + i);
        }
      }
    }
    return true;
  }
}
