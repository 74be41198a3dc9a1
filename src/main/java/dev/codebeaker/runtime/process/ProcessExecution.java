package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Execution;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run. It exists before what runs does: what is asked of it meanwhile is kept and passed on, in
 * order, but for a stop, which is seen before anything is started.
 */
final class ProcessExecution implements Execution {
  /** What runs it, from beginning to end. */
  @FunctionalInterface
  interface Body {
    Outcome run(ProcessExecution execution) throws IOException, InterruptedException;
  }

  private final long submittedAt = System.nanoTime();
  private final Duration wall;
  private final ContextState stateBefore;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private final CompletableFuture<Stop> stopping = new CompletableFuture<>();

  // guarded by this
  private @Nullable Running running;
  private @Nullable Stop stop;
  private final List<Consumer<Running>> early = new ArrayList<>();
  private Runnable after = () -> {};

  /**
   * @param stateBefore what a context is in if it never comes to run
   */
  ProcessExecution(Duration wall, ContextState stateBefore) {
    this.wall = wall;
    this.stateBefore = stateBefore;
  }

  /** On a thread of its own. */
  void run(Body body) {
    try {
      Optional<Outcome> never = neverRan();
      outcome.complete(never.isPresent() ? never.get() : body.run(this));
    } catch (Throwable failure) {
      Optional<Outcome> asked = stopped().map(why -> Verdict.stopped(why, waited(), stateBefore));
      if (asked.isPresent() && failure instanceof IOException) {
        outcome.complete(asked.get());
      } else {
        outcome.completeExceptionally(failure);
      }
    } finally {
      synchronized (this) {
        running = null;
        early.clear();
      }
      try {
        after.run();
      } finally {
        left.complete(null);
      }
    }
  }

  /** What need not delay the outcome; done before the next run begins. */
  void afterwards(Runnable work) {
    after = work;
  }

  /** Completed when somebody asks it to end. */
  CompletableFuture<Stop> stopping() {
    return stopping;
  }

  private Usage waited() {
    return new Usage(Duration.ofNanos(System.nanoTime() - submittedAt), Duration.ZERO, 0, 0);
  }

  private Optional<Outcome> neverRan() {
    Usage usage = waited();
    Optional<Stop> why =
        stopped()
            .or(
                () ->
                    usage.wall().compareTo(wall) >= 0
                        ? Optional.of(Stop.at(Limit.WALL))
                        : Optional.empty());
    return why.map(stopping -> Verdict.stopped(stopping, usage, stateBefore));
  }

  synchronized Optional<Stop> stopped() {
    return Optional.ofNullable(stop);
  }

  /** It runs now: what was asked before is passed on. */
  synchronized void attach(Running begun) {
    running = begun;
    early.forEach(asked -> asked.accept(begun));
    early.clear();
    if (stop != null) {
      begun.stop(stop);
    }
  }

  @Override
  public Outcome await() throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException failed) {
      throw known(failed.getCause());
    }
  }

  @Override
  public CompletableFuture<Outcome> ending() {
    return outcome.exceptionallyCompose(failure -> CompletableFuture.failedFuture(known(failure)));
  }

  private static ServiceException known(@Nullable Throwable failure) {
    return switch (failure) {
      case ServiceException service -> service;
      case null, default ->
          ServiceException.because(
              ErrorCode.RUNTIME_FAILED,
              "the process runtime failed to run this",
              failure == null ? new IllegalStateException() : failure);
    };
  }

  /** Waits until nothing of it is left. */
  void awaitLeft() {
    left.join();
  }

  @Override
  public void cancel(String reason) {
    Stop why = Stop.because(reason);
    Running target;
    synchronized (this) {
      if (stop != null) {
        return;
      }
      stop = why;
      target = running;
    }
    stopping.complete(why);
    if (target != null) {
      target.stop(why);
    }
  }

  @Override
  public void input(byte[] data) {
    ask(it -> it.input(data));
  }

  @Override
  public void endInput() {
    ask(Running::endInput);
  }

  @Override
  public void signal(Signal signal) {
    ask(
        it -> {
          try {
            it.signal(signal);
          } catch (IOException e) {
            throw ServiceException.because(
                ErrorCode.RUNTIME_FAILED, "the signal could not be sent", e);
          }
        });
  }

  @Override
  public void resize(TerminalSize size) {
    ask(
        it -> {
          try {
            it.resize(size);
          } catch (IOException e) {
            throw ServiceException.because(
                ErrorCode.RUNTIME_FAILED, "the terminal could not be resized", e);
          }
        });
  }

  /** Without the lock, because a guest may delay it. */
  private void ask(Consumer<Running> what) {
    Running target;
    synchronized (this) {
      target = running;
      if (target == null && !left.isDone()) {
        early.add(what);
      }
    }
    if (target != null) {
      what.accept(target);
    }
  }
}
