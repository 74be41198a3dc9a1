package dev.codebeaker.runtime.process.container;

import java.io.IOException;
import java.time.Duration;

/** For what blocks until somebody else answers, who may never do so. */
final class Deadline {
  /** Reads or writes a stream. */
  @FunctionalInterface
  interface Exchange {
    void run() throws IOException;
  }

  /**
   * Does it on this thread.
   *
   * @param close makes it fail; called, on another thread, if it takes longer
   */
  static void within(Duration time, Runnable close, Exchange exchange) throws IOException {
    Thread watch = Thread.ofVirtual().name("deadline").start(() -> after(time, close));
    try {
      exchange.run();
    } finally {
      watch.interrupt();
    }
  }

  private static void after(Duration time, Runnable close) {
    try {
      Thread.sleep(time);
      close.run();
    } catch (InterruptedException done) {
      Thread.currentThread().interrupt();
    }
  }

  private Deadline() {}
}
