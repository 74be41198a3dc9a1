package dev.codebeaker.runtime.wasm.java;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Looks at every running execution a few hundred times a second, and sleeps while none runs. */
public final class Watchdog implements AutoCloseable {
  private static final long TICK_NANOS = 4_000_000;

  private final Set<Run> runs = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean closed;

  public Watchdog() {
    thread = Thread.ofPlatform().daemon().name("java-engine-watchdog").start(this::watch);
  }

  public void add(Run run) {
    runs.add(run);
    LockSupport.unpark(thread);
  }

  public void remove(Run run) {
    runs.remove(run);
  }

  private void watch() {
    while (!closed) {
      if (runs.isEmpty()) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, TICK_NANOS);
        runs.forEach(Run::check);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
