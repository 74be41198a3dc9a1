package dev.codebeaker.runtime.wasm.wasmtime;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A module with its imports resolved, ready to be instantiated any number of times. Closing it
 * leaves its instances alone. Thread safe.
 */
public final class ModuleHandle implements AutoCloseable {
  private final NativeEngine engine;
  private final MemorySegment pre;
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
  private boolean closed;

  ModuleHandle(NativeEngine engine, MemorySegment pre) {
    this.engine = engine;
    this.pre = pre;
  }

  NativeEngine engine() {
    return engine;
  }

  /**
   * Runs the module's start function too, if it has one.
   *
   * @throws GuestEnd if that does not return
   * @throws WasmtimeException if the instance needs more than the store's limits
   */
  void instantiate(MemorySegment context, MemorySegment instance, MemorySegment trap) {
    use.readLock().lock();
    try {
      if (closed) {
        throw new WasmtimeException("the module has been closed");
      }
      WasmtimeErrors.check(WasmtimeStore.instantiate(pre, context, instance, trap));
    } finally {
      use.readLock().unlock();
    }
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        Wasmtime.instancePreDelete(pre);
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
