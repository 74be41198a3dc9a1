package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Clients' modules, compiled: the least recently used go when they take too much. Compiling is done
 * by a few threads with a bounded queue, and goes on when nobody waits for it any more. Thread
 * safe.
 */
final class ModuleCache implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int QUEUE = 64;

  private final long maxWeight;
  private final ThreadPoolExecutor compilers;
  private final Map<String, Lease> modules = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  /**
   * @param maxWeight in bytes of source, all modules together
   */
  ModuleCache(long maxWeight) {
    this.maxWeight = maxWeight;
    this.compilers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().daemon().name("client-module-compiler-", 1)::unstarted);
    compilers.allowCoreThreadTimeOut(true);
  }

  /** A module in use: it is not closed before its leases are. */
  final class Lease implements AutoCloseable {
    private final CompletableFuture<ModuleHandle> module = new CompletableFuture<>();
    private final long bytes;
    private int users;
    private boolean evicted;

    private Lease(long bytes) {
      this.bytes = bytes;
    }

    CompletableFuture<ModuleHandle> module() {
      return module;
    }

    @Override
    public void close() {
      release(this);
    }
  }

  /**
   * @param key of the module
   * @param bytes its weight
   * @param compile called at most once, on another thread
   * @throws ServiceException {@code RUNTIME_SATURATED}
   */
  Lease acquire(String key, long bytes, Supplier<ModuleHandle> compile) {
    synchronized (this) {
      Lease known = modules.get(key);
      if (known != null) {
        known.users++;
        return known;
      }
    }
    return begin(key, bytes, compile);
  }

  private synchronized Lease begin(String key, long bytes, Supplier<ModuleHandle> compile) {
    Lease lease = modules.get(key);
    if (lease == null) {
      lease = new Lease(bytes);
      submit(key, lease, compile);
      modules.put(key, lease);
      weight += bytes;
      evict();
    }
    lease.users++;
    return lease;
  }

  private void submit(String key, Lease lease, Supplier<ModuleHandle> compile) {
    try {
      compilers.execute(() -> complete(key, lease, compile));
    } catch (RejectedExecutionException e) {
      throw ServiceException.because(
              ErrorCode.RUNTIME_SATURATED, "too many modules are being compiled", e)
          .fix("try again in a moment");
    }
  }

  private void complete(String key, Lease lease, Supplier<ModuleHandle> compile) {
    try {
      lease.module.complete(compile.get());
    } catch (Throwable t) {
      forget(key, lease);
      lease.module.completeExceptionally(t);
    }
    closeIfUnused(lease);
  }

  private synchronized void forget(String key, Lease lease) {
    if (modules.remove(key, lease)) {
      weight -= lease.bytes;
    }
  }

  private void evict() {
    Iterator<Lease> eldest = modules.values().iterator();
    while (weight > maxWeight && modules.size() > 1 && eldest.hasNext()) {
      Lease lease = eldest.next();
      eldest.remove();
      weight -= lease.bytes;
      lease.evicted = true;
      closeIfUnused(lease);
    }
  }

  private synchronized void release(Lease lease) {
    lease.users--;
    closeIfUnused(lease);
  }

  private synchronized void closeIfUnused(Lease lease) {
    if (lease.evicted && lease.users == 0 && lease.module.isDone()) {
      lease.module.thenAccept(ModuleHandle::close);
    }
  }

  @Override
  public synchronized void close() {
    compilers.shutdownNow();
    for (Lease lease : modules.values()) {
      lease.evicted = true;
      closeIfUnused(lease);
    }
    modules.clear();
  }
}
