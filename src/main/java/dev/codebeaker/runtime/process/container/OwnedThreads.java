package dev.codebeaker.runtime.process.container;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Virtual threads that end before their owner does. Thread safe. */
final class OwnedThreads implements AutoCloseable {
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private boolean closed;

  /** Does nothing once this is closed. */
  synchronized void start(String name, Runnable work) {
    if (closed) {
      return;
    }
    Thread thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } finally {
                    running.remove(Thread.currentThread());
                  }
                });
    running.add(thread);
    thread.start();
  }

  int count() {
    return running.size();
  }

  /** Interrupts them, and returns when they have ended. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    running.forEach(Thread::interrupt);
    for (Thread thread : running) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
