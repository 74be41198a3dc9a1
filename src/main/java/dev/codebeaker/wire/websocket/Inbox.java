package dev.codebeaker.wire.websocket;

import dev.codebeaker.wire.BlockingCalls;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps the messages of one connection in order. A small one is handled at once on the thread that
 * brings it; a large one, which takes long to parse, and those behind it go to a virtual thread.
 */
final class Inbox {
  private static final int LARGE = 256 * 1024;

  private final BlockingCalls threads;

  private final Object lock = new Object();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  Inbox(BlockingCalls threads) {
    this.threads = threads;
  }

  void handle(int size, Runnable message) {
    synchronized (lock) {
      if (busy || size > LARGE) {
        waiting.add(message);
        if (!busy) {
          busy = true;
          threads.run(this::handleWaiting);
        }
        return;
      }
    }
    message.run();
  }

  private void handleWaiting() {
    while (true) {
      Runnable next;
      synchronized (lock) {
        if (waiting.isEmpty()) {
          busy = false;
          return;
        }
        next = waiting.remove();
      }
      next.run();
    }
  }
}
