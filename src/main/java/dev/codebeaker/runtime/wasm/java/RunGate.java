package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.Optional;

/** Lets one execution into a guest at a time, and none once it is closed. */
public final class RunGate {
  private final Watchdog watchdog;
  private Optional<Run> current = Optional.empty();
  private boolean closed;

  public RunGate(Watchdog watchdog) {
    this.watchdog = watchdog;
  }

  public synchronized Run enter(Limits limits) {
    if (closed) {
      throw ServiceException.of(ErrorCode.SESSION_CLOSED, "the sandbox was closed");
    }
    if (current.isPresent()) {
      throw new IllegalStateException("the guest is running already");
    }
    Run run = new Run(limits);
    current = Optional.of(run);
    watchdog.add(run);
    return run;
  }

  public void leave(Run run) {
    watchdog.remove(run);
    run.end();
    synchronized (this) {
      current = Optional.empty();
      notifyAll();
    }
  }

  public synchronized void stop(String reason) {
    current.ifPresent(run -> run.stop(new Stop.Cancelled(reason)));
  }

  /** Stops what runs and waits for it. True for the call that closed it. */
  public synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    stop("the sandbox was closed");
    boolean interrupted = false;
    while (current.isPresent() && current.get().thread() != Thread.currentThread()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return first;
  }
}
