package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads guests run on: platform threads, because a call into a guest would pin a virtual
 * one's carrier, with stacks far larger than a guest may use, because one that is smaller lets a
 * guest kill the process.
 */
public final class GuestThreads {
  /** What a guest thread's stack is made with. */
  public static final long STACK_BYTES = 16L << 20;

  private static final long LEAST_STACK_BYTES = 12L << 20;
  private static final long ATTRIBUTES_BYTES = 64;
  private static final ThreadLocal<Boolean> FIT = ThreadLocal.withInitial(GuestThreads::isFit);

  private GuestThreads() {}

  public static ThreadFactory factory(String name) {
    AtomicLong number = new AtomicLong();
    return task -> {
      Thread thread = new Thread(null, task, name + number.incrementAndGet(), STACK_BYTES);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Looked at once per thread. */
  static void requireGuestThread() {
    if (!FIT.get()) {
      throw new IllegalStateException(
          "guests run on threads of GuestThreads, not on " + Thread.currentThread());
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
      return size.get(JAVA_LONG, 0) >= LEAST_STACK_BYTES;
    }
  }
}
