package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.runtime.process.jail.Jail;
import org.jspecify.annotations.Nullable;

/**
 * The time in which nothing is to run in a jail, and its watch: what does all the same may do what
 * one execution may, and then its jail ends. Thread safe.
 */
final class Rest implements AutoCloseable {
  private final Jail jail;
  private final ProcessSandbox.Around around;

  // guarded by this
  private @Nullable Vigil vigil;
  private boolean closed;

  Rest(Jail jail, ProcessSandbox.Around around) {
    this.jail = jail;
    this.around = around;
  }

  /**
   * @param limits of the execution that has just ended, or is to come
   */
  synchronized void begin(Limits limits) {
    end();
    if (!closed) {
      Vigil begun =
          Vigil.atRest(limits, jail.consumption(), around.workspace(), why -> endJail());
      around.watchdog().addWithoutWall(begun);
      vigil = begun;
    }
  }

  private void endJail() {
    Thread.ofVirtual().name("jail-end").start(jail::close);
  }

  synchronized void end() {
    if (vigil != null) {
      vigil.end();
      around.watchdog().remove(vigil);
      vigil = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    end();
  }
}
