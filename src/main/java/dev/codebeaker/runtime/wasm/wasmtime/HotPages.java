package dev.codebeaker.runtime.wasm.wasmtime;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The pages of an image that forks write to anyway. A page that is first read and then written
 * costs two faults, and an interrupt of every other processor that runs this process; copied ahead
 * it costs neither.
 */
final class HotPages {
  static final HotPages NONE = new HotPages(List.of());

  /** Prefault page tables writable, triggering write faults just as writing would (Linux 5.14). */
  private static final int MADV_POPULATE_WRITE = 23;

  /** Copying a page that was not needed is cheaper than another call. */
  private static final int GAP = 2;

  private static final int MOST_PAGES = 2048;

  private record Run(int first, int pages) {}

  private final List<Run> runs;

  private HotPages(List<Run> runs) {
    this.runs = List.copyOf(runs);
  }

  /** Those of its pages that are its own copies; none where the kernel does not tell. */
  static HotPages of(MemorySegment memory) {
    List<Integer> own = new ArrayList<>();
    if (!PageMap.forEachOwn(memory, own::add) || own.size() > MOST_PAGES) {
      return NONE;
    }
    List<Run> runs = new ArrayList<>();
    int first = -1;
    int last = -1;
    for (int page : own) {
      if (first >= 0 && page - last > GAP) {
        runs.add(new Run(first, last - first + 1));
        first = page;
      } else if (first < 0) {
        first = page;
      }
      last = page;
    }
    if (first >= 0) {
      runs.add(new Run(first, last - first + 1));
    }
    return new HotPages(runs);
  }

  long bytes() {
    return runs.stream().mapToLong(Run::pages).sum() * PageMap.PAGE;
  }

  /**
   * Does nothing on a kernel that does not know how: the pages are then copied as they are written.
   */
  void populate(MemorySegment memory) {
    for (Run run : runs) {
      long bytes = (long) run.pages * PageMap.PAGE;
      MemorySegment pages = memory.asSlice((long) run.first * PageMap.PAGE, bytes);
      if (Libc.madvise(pages, bytes, MADV_POPULATE_WRITE) != 0) {
        return;
      }
    }
  }
}
