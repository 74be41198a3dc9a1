package dev.codebeaker.runtime.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Looks at everything that runs, many times a second, on one thread. Files are counted on another:
 * one guest with many of them must not delay the limits of all.
 */
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Watchdog.class);
  static final long INTERVAL_MILLIS = 20;
  private static final long COUNTING_MILLIS = 200;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("process-watchdog").factory());
  private final ScheduledExecutorService counting =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("process-file-count").factory());
  private final Set<Vigil> watched = ConcurrentHashMap.newKeySet();

  Watchdog() {
    var unused =
        thread.scheduleWithFixedDelay(
            () -> each(Vigil::look), INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    var counted =
        counting.scheduleWithFixedDelay(
            () -> each(Vigil::count), COUNTING_MILLIS, COUNTING_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** One whose time on the clock is not limited. */
  void addWithoutWall(Vigil vigil) {
    watched.add(vigil);
  }

  void add(Vigil vigil) {
    watched.add(vigil);
    var unused =
        thread.schedule(vigil::wallIsOver, Math.max(1, vigil.millisLeft()), TimeUnit.MILLISECONDS);
  }

  void remove(Vigil vigil) {
    watched.remove(vigil);
  }

  private void each(Consumer<Vigil> what) {
    for (Vigil vigil : watched) {
      try {
        what.accept(vigil);
      } catch (RuntimeException failure) {
        LOG.errorf(failure, "What an execution uses could not be read");
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    counting.shutdownNow();
  }
}
