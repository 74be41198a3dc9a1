package dev.codebeaker.session;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Closes, now and then, the sessions whose time is over. Has one thread; close it. */
public final class SessionReaper implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SessionReaper.class);

  private final SessionService sessions;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("session-reaper").factory());

  public SessionReaper(SessionService sessions, Duration interval) {
    this.sessions = sessions;
    timer.scheduleWithFixedDelay(
        this::reap, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void reap() {
    try {
      sessions.closeExpired();
    } catch (RuntimeException e) {
      LOG.error("Expired sessions could not be closed; it is tried again", e);
    }
  }
}
