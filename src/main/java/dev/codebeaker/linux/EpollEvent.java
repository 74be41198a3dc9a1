package dev.codebeaker.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The kernel's struct epoll_event: 32 bits of events and 64 of our own, packed on x86-64 only. */
final class EpollEvent {
  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
  private static final long KEY = PACKED ? 4 : 8;

  static final long BYTES = KEY + Long.BYTES;

  static void set(MemorySegment event, int events, long key) {
    event.set(ValueLayout.JAVA_INT_UNALIGNED, 0, events);
    event.set(ValueLayout.JAVA_LONG_UNALIGNED, KEY, key);
  }

  static int events(MemorySegment array, int index) {
    return array.get(ValueLayout.JAVA_INT_UNALIGNED, index * BYTES);
  }

  static long key(MemorySegment array, int index) {
    return array.get(ValueLayout.JAVA_LONG_UNALIGNED, index * BYTES + KEY);
  }

  private EpollEvent() {}
}
