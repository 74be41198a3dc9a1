package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/** {@code poll_oneoff}: sleeping and waiting for input, so that a stop ends both at once. */
final class GuestPoll {
  private static final int MAX_SUBSCRIPTIONS = 4096;
  private static final long SUBSCRIPTION = 48;
  private static final long EVENT = 32;
  private static final byte CLOCK = 0;
  private static final byte READ = 1;

  private final Instance guest;

  GuestPoll(Instance guest) {
    this.guest = guest;
  }

  int oneOff(HostArguments a) {
    int count = a.i32(2);
    if (count <= 0 || count > MAX_SUBSCRIPTIONS) {
      return Errno.INVAL;
    }
    MemorySegment subscriptions = guest.memory().asSlice(a.u32(0), SUBSCRIPTION * count);
    long start = System.nanoTime();
    long shortest = Long.MAX_VALUE;
    boolean ready = false;
    boolean input = false;
    for (int i = 0; i < count; i++) {
      MemorySegment one = subscriptions.asSlice(SUBSCRIPTION * i, SUBSCRIPTION);
      if (one.get(JAVA_BYTE, 8) == CLOCK) {
        shortest = Math.min(shortest, duration(one));
      } else if (isInput(one)) {
        input = true;
      } else {
        ready = true;
      }
    }
    boolean timedOut = !ready && sleep(start, shortest, input);
    int events = report(a, subscriptions, timedOut, shortest);
    guest.memory().set(JAVA_INT_UNALIGNED, a.u32(3), events);
    return Errno.SUCCESS;
  }

  /**
   * False once there is input. A sleep that a gentle stop cuts short reports its time as passed:
   * guests turn an error here into "not supported".
   */
  private boolean sleep(long start, long nanos, boolean forInput) {
    while (!(forInput && guest.inputReady())) {
      long left = nanos - (System.nanoTime() - start);
      if (left <= 0 || guest.stopping().interrupted()) {
        return true;
      }
      LockSupport.parkNanos(this, left);
    }
    return false;
  }

  /** How long a clock's subscription waits, in nanoseconds. */
  private long duration(MemorySegment subscription) {
    long timeout = subscription.get(JAVA_LONG_UNALIGNED, 24);
    boolean absolute = (subscription.get(JAVA_SHORT_UNALIGNED, 40) & 1) != 0;
    if (absolute) {
      return Math.max(
          0, timeout - guest.plainWasi().clock(subscription.get(JAVA_INT_UNALIGNED, 16)));
    }
    return timeout < 0 ? Long.MAX_VALUE : timeout; // unsigned: longer than anybody waits
  }

  private static boolean isInput(MemorySegment subscription) {
    return subscription.get(JAVA_BYTE, 8) == READ && subscription.get(JAVA_INT_UNALIGNED, 16) == 0;
  }

  private int report(
      HostArguments a, MemorySegment subscriptions, boolean timedOut, long shortest) {
    MemorySegment memory = guest.memory();
    int events = 0;
    for (long i = 0; i < subscriptions.byteSize() / SUBSCRIPTION; i++) {
      MemorySegment one = subscriptions.asSlice(SUBSCRIPTION * i, SUBSCRIPTION);
      boolean clock = one.get(JAVA_BYTE, 8) == CLOCK;
      if (clock ? timedOut && duration(one) <= shortest : !isInput(one) || guest.inputReady()) {
        MemorySegment event = memory.asSlice(a.u32(1) + EVENT * events, EVENT);
        long userdata = one.get(JAVA_LONG_UNALIGNED, 0);
        byte type = one.get(JAVA_BYTE, 8);
        event.fill((byte) 0);
        event.set(JAVA_LONG_UNALIGNED, 0, userdata);
        event.set(JAVA_BYTE, 10, type);
        event.set(JAVA_LONG_UNALIGNED, 16, clock ? 0 : 1);
        events++;
      }
    }
    return events;
  }
}
