package dev.codebeaker.lifecycle;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * Ends the process in order, whatever ends it: a signal drains and exits with 0, a second signal
 * hurries the first; any other end (a test, a reload, an exit of the program's own) does without
 * the waiting.
 */
@Singleton
public final class Shutdown {
  private static final List<String> SIGNALS = List.of("TERM", "INT");
  private static final int BEFORE_THE_REST = 1;

  private final Drain drain;
  private final AtomicBoolean signalled = new AtomicBoolean();

  Shutdown(Drain drain) {
    this.drain = drain;
  }

  /**
   * From now on {@code SIGTERM} and {@code SIGINT} drain the service. The drain runs before the
   * framework begins to stop, because the framework's own never ends once a WebSocket was open, and
   * because it would exit with 143.
   */
  public void drainOnSignals() {
    SIGNALS.forEach(name -> Signal.handle(new Signal(name), _ -> signalled()));
  }

  private void signalled() {
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

  void stopping(@Observes @Priority(BEFORE_THE_REST) ShutdownEvent event)
      throws InterruptedException {
    drain.hurry();
    drain.run();
  }
}
