package dev.codebeaker.linux;

/** Waiting for a thread's end, although somebody would rather not wait. */
final class Threads {
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Threads() {}
}
