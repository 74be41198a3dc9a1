package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Counts a thread's page faults from {@link #begin} on. A page becomes a process's own copy in a
 * fault of the thread that writes to it, and in no other way: where there was none, there is no new
 * one, and nobody need look at thousands of pages to find that out.
 */
final class PageFaults {
  private static final int RUSAGE_THREAD = 1;
  private static final long USAGE_BYTES = 144;
  private static final long MINOR = 64;
  private static final long MAJOR = 72;
  private static final ThreadLocal<MemorySegment> USAGE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(USAGE_BYTES, 8));

  private long thread = -1;
  private long before;

  void begin() {
    thread = Thread.currentThread().threadId();
    before = count();
  }

  /** Whether this thread has begun, and has had none since. */
  boolean areNone() {
    return thread == Thread.currentThread().threadId() && before >= 0 && before == count();
  }

  /** -1 where the kernel does not tell. */
  private static long count() {
    MemorySegment usage = USAGE.get();
    return Libc.resourceUsage(RUSAGE_THREAD, usage) == 0
        ? usage.get(JAVA_LONG, MINOR) + usage.get(JAVA_LONG, MAJOR)
        : -1;
  }
}
