package dev.codebeaker.runtime.wasm.worker;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.workspace.Workspaces;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A place for a worker and for the files of its sessions, which outlive it: a worker that dies is
 * replaced by another one that may reach the same. Thread safe.
 */
final class WorkerSlot implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(WorkerSlot.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  /** One that lives shorter has not been of use. */
  private static final long SHORT_LIFE_NANOS = 1_000_000_000;

  private final int number;
  private final String group;
  private final Workspaces workspaces;
  private final WorkerStart start;
  private final Runnable onLoss;
  private final Thread keeper;

  // guarded by this
  private CompletableFuture<Worker> worker = new CompletableFuture<>();
  private @Nullable Worker live;
  private boolean closed;

  /**
   * Begins to start a worker, and does not wait for it.
   *
   * @param onLoss called when one has ended, or has not started, without being told to
   */
  WorkerSlot(int number, Workspaces workspaces, WorkerStart start, Runnable onLoss) {
    this.number = number;
    this.group = "w" + number;
    this.workspaces = workspaces;
    this.start = start;
    this.onLoss = onLoss;
    Path sessions = workspaces.group(group);
    this.keeper = Thread.ofVirtual().name("worker-" + number).start(() -> keep(sessions));
  }

  String group() {
    return group;
  }

  synchronized boolean isReady() {
    return live != null;
  }

  /** The worker that is there now; empty while there is none. */
  synchronized Optional<Worker> live() {
    return Optional.ofNullable(live);
  }

  /** For as long as the slot is open there is a worker, or one is being started. */
  private void keep(Path sessions) {
    long pause = FIRST_PAUSE_MILLIS;
    try {
      while (!isClosed()) {
        if (serve(sessions)) {
          pause = FIRST_PAUSE_MILLIS;
        } else {
          Thread.sleep(pause);
          pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** One worker, from its start to its death. Returns whether it has been of use. */
  private boolean serve(Path sessions) throws InterruptedException {
    String place = "s" + number; // a socket's path may have 107 bytes, all in all
    try (Worker started = start.start(number, workspaces.place(place), sessions)) {
      if (!begin(started)) {
        return true;
      }
      long born = System.nanoTime();
      started.watch();
      end(started);
      return System.nanoTime() - born > SHORT_LIFE_NANOS;
    } catch (java.io.IOException | RuntimeException failure) {
      if (!isClosed()) {
        onLoss.run();
        LOG.errorf(failure, "The worker %d did not start; it is tried again", number);
      }
      return false;
    } finally {
      workspaces.removePlace(place);
    }
  }

  private synchronized boolean begin(Worker started) {
    if (closed) {
      return false;
    }
    live = started;
    worker.complete(started);
    return true;
  }

  private void end(Worker died) {
    synchronized (this) {
      live = null;
      worker = new CompletableFuture<>();
      if (closed) {
        return;
      }
    }
    onLoss.run();
    LOG.warnf(
        "The worker %d is gone: it %s; another one takes its place", number, died.dead().join());
  }

  /**
   * The worker, as soon as there is one; empty if there is none before the wait is cut short.
   *
   * @param hurry completes when it is to be
   * @throws ServiceException {@code RUNTIME_UNAVAILABLE}
   */
  Optional<Worker> await(CompletableFuture<Boolean> hurry) {
    CompletableFuture<Worker> coming;
    synchronized (this) {
      coming = worker;
    }
    try {
      CompletableFuture.anyOf(coming, hurry).get(start.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return coming.isDone() ? Optional.of(coming.get()) : Optional.empty();
    } catch (TimeoutException | ExecutionException absent) {
      throw ServiceException.because(
              ErrorCode.RUNTIME_UNAVAILABLE, "the worker " + number + " has not started", absent)
          .fix("see the service's log for the reason, then try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServiceException.because(ErrorCode.SESSION_CLOSED, "the service is closing", e);
    }
  }

  /** Returns when its process and its files are gone. */
  @Override
  public void close() {
    @Nullable Worker last;
    synchronized (this) {
      closed = true;
      last = live;
      worker.completeExceptionally(new IllegalStateException("closed"));
    }
    keeper.interrupt();
    if (last != null) {
      last.close();
    }
    boolean interrupted = false;
    while (true) {
      try {
        keeper.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    workspaces.removeGroup(group);
  }
}
