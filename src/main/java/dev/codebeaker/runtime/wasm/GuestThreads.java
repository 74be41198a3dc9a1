package dev.codebeaker.runtime.wasm;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads guests run on: platform threads, because a native call pins a virtual thread's
 * carrier, with a stack far larger than the one the engine allows a guest, because a guest that
 * reached the end of its thread's stack first would end the process.
 *
 * <p>An idle thread is taken before a new one is made; beyond the bound work waits in line.
 */
public final class GuestThreads implements AutoCloseable {
  /** Only what is touched is ever backed by memory. */
  private static final long STACK_BYTES = 64L << 20;

  private final ThreadPoolExecutor pool;

  public GuestThreads(int max) {
    HandOver queue = new HandOver();
    this.pool = new ThreadPoolExecutor(1, max, 30, TimeUnit.SECONDS, queue, new Factory());
    this.pool.setRejectedExecutionHandler(
        (task, executor) -> {
          if (executor.isShutdown()) {
            throw new java.util.concurrent.RejectedExecutionException("the runtime is closed");
          }
          queue.put(task);
        });
  }

  void execute(Runnable task) {
    pool.execute(task);
  }

  /** How many guests run now. */
  int running() {
    return pool.getActiveCount();
  }

  /** How many wait for a thread. */
  int waiting() {
    return pool.getQueue().size();
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }

  /** Offers to an idle thread only, so that the pool grows before anything waits. */
  private static final class HandOver extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }

  private static final class Factory implements ThreadFactory {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
      Thread thread =
          new Thread(null, task, "guest-" + count.incrementAndGet(), STACK_BYTES, false);
      thread.setDaemon(true);
      return thread;
    }
  }
}
