package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Which pages of this process are its own copies: the kernel's {@code /proc/self/pagemap}, readable
 * without privilege. A kernel that can is asked for them alone (Linux 6.7), another for the state
 * of every page.
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

  private static volatile boolean scans = FD >= 0;

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
    if (scans) {
      if (Scan.forEachOwn(memory, pages)) {
        return true;
      }
      scans = false;
    }
    return readEach(memory, pages);
  }

  /** How kernels before 6.7 tell. */
  static boolean readEach(MemorySegment memory, Pages pages) {
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

  /** {@code PAGEMAP_SCAN}: the kernel looks at the pages, and answers ranges of those asked for. */
  static final class Scan {
    private static final long PAGEMAP_SCAN = 0xC060_6610L; // _IOWR('f', 16, 96 bytes)
    private static final long OF_A_FILE = 1 << 2;
    private static final long PRESENT_OR_SWAPPED = 1 << 3 | 1 << 4;
    private static final int REGION_WORDS = 3;
    private static final int ARGUMENT_WORDS = 12;
    private static final int REGIONS = 4096;
    private static final ThreadLocal<MemorySegment> AREA =
        ThreadLocal.withInitial(
            () -> Arena.ofAuto().allocate(8L * (ARGUMENT_WORDS + REGION_WORDS * REGIONS), 8));

    private Scan() {}

    /** False, with nothing named, where the kernel does not know how. */
    static boolean forEachOwn(MemorySegment memory, Pages pages) {
      MemorySegment argument = AREA.get();
      MemorySegment regions = argument.asSlice(8L * ARGUMENT_WORDS);
      long start = memory.address();
      long end = start + memory.byteSize() / PAGE * PAGE;
      long at = start;
      int count = REGIONS;
      while (count == REGIONS && at < end) {
        ask(argument, at, end, regions.address());
        count = Libc.ioctl(FD, PAGEMAP_SCAN, argument);
        for (long i = 0; i < count; i++) {
          long from = regions.getAtIndex(JAVA_LONG, REGION_WORDS * i);
          at = regions.getAtIndex(JAVA_LONG, REGION_WORDS * i + 1);
          for (long page = (from - start) / PAGE; page < (at - start) / PAGE; page++) {
            pages.accept((int) page);
          }
        }
      }
      return count >= 0;
    }

    /** Pages of no file that are there. */
    private static void ask(MemorySegment argument, long from, long to, long answer) {
      long[] words = {
        8L * ARGUMENT_WORDS,
        0,
        from,
        to,
        0,
        answer,
        REGIONS,
        0, // at most so many pages: any
        OF_A_FILE,
        OF_A_FILE,
        PRESENT_OR_SWAPPED,
        OF_A_FILE // inverted, all of, any of, told
      };
      MemorySegment.copy(words, 0, argument, JAVA_LONG, 0, ARGUMENT_WORDS);
    }
  }
}
