package dev.codebeaker.lifecycle;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import sun.misc.Signal;

/**
 * Ends the process in order, whatever ends it: a signal drains and exits with 0, a second signal
 * hurries the first; any other end (a test, a reload, an exit of the program's own) does without
 * the waiting. What the service is made of is closed in the reverse order of its making.
 */
@Singleton
public final class Shutdown {
  private static final Logger LOG = Logger.getLogger(Shutdown.class);
  private static final List<String> SIGNALS = List.of("TERM", "INT");
  private static final int BEFORE_THE_REST = 1;

  private static final AutoCloseable NOTHING = () -> {};

  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final AtomicBoolean signalled = new AtomicBoolean();

  /** Closes it when the process ends, before everything that was given here earlier. */
  public synchronized <T extends AutoCloseable> T owns(T made) {
    owned.push(made);
    return made;
  }

  /**
   * From now on {@code SIGTERM} and {@code SIGINT} drain the service. The drain runs before the
   * framework begins to stop, because the framework's own never ends once a WebSocket was open, and
   * because it would exit with 143.
   */
  public void drainOnSignals(Drain drain) {
    SIGNALS.forEach(name -> Signal.handle(new Signal(name), _ -> signalled(drain)));
  }

  private void signalled(Drain drain) {
    if (!signalled.compareAndSet(false, true)) {
      drain.hurry();
      return;
    }
    try {
      drain.run();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      Quarkus.asyncExit(0);
    }
  }

  void stopping(@Observes @Priority(BEFORE_THE_REST) ShutdownEvent event) {
    for (AutoCloseable part = next(); part != NOTHING; part = next()) {
      try {
        part.close();
      } catch (Exception failure) {
        LOG.error("A part of the service did not close; the next is closed all the same", failure);
      }
    }
  }

  private synchronized AutoCloseable next() {
    return owned.isEmpty() ? NOTHING : owned.pop();
  }
}
