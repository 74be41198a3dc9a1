package dev.codebeaker.runtime.wasm.wasmtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that looks at running guests when one is due. It sleeps until the earliest of them, so
 * a turn that ends in time has cost it nothing: no timer is set and taken back for each turn.
 */
final class Watchdog implements AutoCloseable {
  static final long NEVER = Long.MAX_VALUE;

  private final Set<StopControl> watched = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile long wakeAt = NEVER;
  private volatile boolean closed;

  Watchdog() {
    thread = Thread.ofPlatform().daemon().name("guest-watchdog").start(this::watch);
  }

  /** Nanoseconds since an arbitrary moment, never negative. */
  static long now() {
    return System.nanoTime() - START;
  }

  private static final long START = System.nanoTime();

  /**
   * From any thread: the guest is to be looked at when it says it is due. Repeat when that moves.
   */
  void add(StopControl guest, long dueAt) {
    watched.add(guest);
    if (dueAt < wakeAt) {
      LockSupport.unpark(thread);
    }
  }

  void remove(StopControl guest) {
    watched.remove(guest);
  }

  private void watch() {
    while (!closed) {
      wakeAt = NEVER;
      long next = NEVER;
      for (StopControl guest : watched) {
        next = Math.min(next, guest.check(now()));
      }
      wakeAt = next;
      long left = next - now();
      if (next == NEVER) {
        LockSupport.park(this);
      } else if (left > 0) {
        LockSupport.parkNanos(this, left);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
