package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Whether a guest may run on a thread: on platform threads only, because a call into a guest would
 * pin a virtual one's carrier, and only with a stack far larger than a guest may use, because a
 * smaller one lets a guest kill the process.
 */
final class GuestStack {
  private static final long LEAST_BYTES = 12L << 20;
  private static final long ATTRIBUTES_BYTES = 64;
  private static final ThreadLocal<Boolean> FIT = ThreadLocal.withInitial(GuestStack::isFit);

  private GuestStack() {}

  /** Looked at once per thread. */
  static void require() {
    if (!FIT.get()) {
      throw new IllegalStateException(
          "guests need a platform thread with a stack of %d MiB, not %s"
              .formatted(LEAST_BYTES >> 20, Thread.currentThread()));
    }
  }

  private static boolean isFit() {
    if (Thread.currentThread().isVirtual()) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, 8);
      MemorySegment size = arena.allocate(JAVA_LONG);
      if (Libc.threadAttributes(Libc.threadSelf(), attributes) != 0) {
        return true;
      }
      Libc.stackSize(attributes, size);
      Libc.attributesDestroy(attributes);
      return size.get(JAVA_LONG, 0) >= LEAST_BYTES;
    }
  }
}
