package dev.codebeaker.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for what the kernel does soon and tells nobody of. */
final class Patience {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofMillis(1);

  interface Condition {
    boolean holds() throws IOException;
  }

  /**
   * @throws LinuxFailure ETIMEDOUT after ten seconds
   */
  static void until(String what, Condition condition) throws IOException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > LONGEST.toNanos()) {
        throw LinuxFailure.of(what, LinuxFailure.ETIMEDOUT);
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }

  private Patience() {}
}
