package dev.codebeaker.runtime.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks at everything that runs, many times a second, on one thread. */
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Watchdog.class);
  static final long INTERVAL_MILLIS = 20;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("process-watchdog").factory());
  private final Set<Vigil> watched = ConcurrentHashMap.newKeySet();

  Watchdog() {
    var unused =
        thread.scheduleWithFixedDelay(
            this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  void add(Vigil vigil) {
    watched.add(vigil);
    var unused =
        thread.schedule(vigil::wallIsOver, Math.max(1, vigil.millisLeft()), TimeUnit.MILLISECONDS);
  }

  void remove(Vigil vigil) {
    watched.remove(vigil);
  }

  private void look() {
    for (Vigil vigil : watched) {
      try {
        vigil.look();
      } catch (RuntimeException failure) {
        LOG.errorf(failure, "What an execution uses could not be read");
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
