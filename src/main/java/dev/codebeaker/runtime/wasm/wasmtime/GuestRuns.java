package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Stdin;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What other threads may do to a guest, whatever it is at: stop, input and close. What comes before
 * its instance is there is kept and passed on; what comes between the end of a run and {@link
 * #ready} was meant for that run, and is dropped. The part of a {@code WasmGuest} that all
 * languages share.
 */
public final class GuestRuns {
  private enum State {
    READY,
    RUNNING,
    ENDED,
    CLOSED
  }

  private State state = State.READY;
  private boolean closing;
  private @Nullable Instance instance;
  private @Nullable String stopped;
  private final List<byte[]> early = new ArrayList<>();
  private boolean earlyEnd;

  /**
   * Begins a run, on the guest's thread. {@link #end} must follow.
   *
   * @throws ServiceException {@code SESSION_CLOSED}
   */
  public synchronized void begin() {
    if (closing) {
      throw ServiceException.of(ErrorCode.SESSION_CLOSED, "the session is closed");
    }
    state = State.RUNNING;
  }

  /** Ends the run: the instance is out of reach of other threads. */
  public synchronized void end() {
    forget();
    state = State.ENDED;
    notifyAll();
  }

  /** What comes now is for the next run. */
  public synchronized void ready() {
    if (state == State.ENDED) {
      state = State.READY;
    }
  }

  private void forget() {
    instance = null;
    stopped = null;
    early.clear();
    earlyEnd = false;
  }

  /** Within a run: one turn of an instance, which gets the run's input and stops. */
  public <T> T turn(Instance guest, Stdin stdin, Allowance allowance, Supplier<T> work) {
    attach(guest, stdin);
    return guest.within(
        allowance,
        () -> {
          stopped().ifPresent(reason -> guest.stop(StopCause.CANCELLED, reason));
          return work.get();
        });
  }

  private synchronized void attach(Instance guest, Stdin stdin) {
    guest.startInput(stdin.initial(), stdin.open());
    early.forEach(guest::feed);
    early.clear();
    if (earlyEnd) {
      guest.endInput();
    }
    instance = guest;
  }

  /**
   * Within a run: waits for something to be ready, until somebody asks the run to end.
   *
   * @return whether it is ready
   */
  public synchronized boolean await(CompletableFuture<?> ready, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    ready.whenComplete((value, failure) -> wakeUp());
    while (!ready.isDone() && stopped == null) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        break;
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return ready.isDone();
  }

  private synchronized void wakeUp() {
    notifyAll();
  }

  /** Why the run is to end, if somebody has asked. */
  public synchronized Optional<String> stopped() {
    return Optional.ofNullable(stopped);
  }

  public synchronized void stop(String reason) {
    if (state == State.ENDED || stopped != null) {
      return;
    }
    stopped = reason;
    notifyAll();
    if (instance != null) {
      instance.stop(StopCause.CANCELLED, reason);
    }
  }

  public synchronized void input(byte[] data) {
    if (instance != null) {
      instance.feed(data);
    } else if (state != State.ENDED && !earlyEnd) {
      early.add(data);
    }
  }

  public synchronized void endInput() {
    if (instance != null) {
      instance.endInput();
    } else if (state != State.ENDED) {
      earlyEnd = true;
    }
  }

  /** Ends a run under way hard, waits for its end, and then releases, once. */
  public void close(Runnable release) {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
      stopped = "the session was closed";
      if (instance != null) {
        instance.kill(stopped);
      }
      notifyAll();
      boolean interrupted = false;
      while (state == State.RUNNING) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      state = State.CLOSED;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    release.run();
  }
}
