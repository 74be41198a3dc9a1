package dev.codebeaker.linux;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** The threads that start programs. They are the service's own user whenever they are idle. */
final class SpawnerThreads implements AutoCloseable {
  private final ExecutorService threads;

  SpawnerThreads(int count) {
    threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name("spawner-", 0).factory());
  }

  /** Waits for the pid, interrupted or not: a child that nobody knows of would be nobody's. */
  int call(Callable<Integer> start) throws IOException {
    CompletableFuture<Integer> pid = new CompletableFuture<>();
    try {
      threads.execute(() -> complete(pid, start));
    } catch (RejectedExecutionException e) {
      throw new IOException("the spawner has been closed", e);
    }
    try {
      return pid.join();
    } catch (CompletionException failure) {
      throw failure(failure);
    }
  }

  private void complete(CompletableFuture<Integer> pid, Callable<Integer> start) {
    try {
      pid.complete(start.call());
    } catch (ThreadIdentity.Lost lost) {
      // Whatever this thread started next would run as somebody else.
      threads.shutdown();
      pid.completeExceptionally(lost);
    } catch (Throwable failure) {
      pid.completeExceptionally(failure);
    }
  }

  private static IOException failure(Throwable failure) {
    return switch (failure) {
      case CompletionException e when e.getCause() != null -> failure(e.getCause());
      case ExecutionException e when e.getCause() != null -> failure(e.getCause());
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable t -> new IOException(t);
    };
  }

  /** Returns when those that were starting a program have done so. */
  @Override
  public void close() {
    threads.close();
  }
}
