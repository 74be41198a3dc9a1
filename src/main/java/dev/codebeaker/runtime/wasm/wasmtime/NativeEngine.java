package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * wasmtime's engine with the settings every guest runs under, and what all guests share: wasmtime's
 * own WASI, the trampolines through which ours calls it, and the watchdog. Thread safe.
 */
public final class NativeEngine implements AutoCloseable {
  /**
   * How deep a guest may call. Guest threads must have far more: a guest whose thread ends before
   * its own limit kills the process.
   */
  public static final long GUEST_STACK_BYTES = 8L << 20;

  /** Changes whenever compiled code of another configuration could not be used. */
  static final String CONFIGURATION = "epochs+exceptions-shared stack=" + GUEST_STACK_BYTES;

  private final MemorySegment engine;
  private final MemorySegment plainLinker;
  private final CompiledModule forwarder;
  private final CompiledModule prober;
  private final Watchdog watchdog;

  // guarded by this
  private final List<Runnable> deletions = new ArrayList<>();
  private int users;
  private boolean closed;

  /** The library must have been opened. */
  public NativeEngine() {
    MemorySegment config = Wasmtime.configNew();
    Wasmtime.configEpochs(config, true);
    Wasmtime.configExceptions(config, true);
    Wasmtime.configSharedMemory(config, false);
    Wasmtime.configStack(config, GUEST_STACK_BYTES);
    engine = Wasmtime.engineNew(config);
    plainLinker = Wasmtime.linkerNew(engine);
    WasmtimeErrors.check(Wasmtime.linkerDefineWasi(plainLinker));
    forwarder = compileText(Trampoline.FORWARDER.text());
    prober = compileText(Trampoline.PROBER.text());
    watchdog = new Watchdog();
  }

  MemorySegment pointer() {
    return engine;
  }

  /** A linker with wasmtime's own WASI and nothing else. */
  MemorySegment plainLinker() {
    return plainLinker;
  }

  CompiledModule trampoline(Trampoline which) {
    return switch (which) {
      case FORWARDER -> forwarder;
      case PROBER -> prober;
    };
  }

  Watchdog watchdog() {
    return watchdog;
  }

  /** Makes every running guest look whether it is to stop. */
  synchronized void tick() {
    if (!closed) {
      Wasmtime.incrementEpoch(engine);
    }
  }

  /**
   * Compiles a binary module; seconds for each 10 MB.
   *
   * @throws WasmtimeException if it does not validate
   */
  public CompiledModule compile(MemorySegment wasm) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment module = arena.allocate(ADDRESS);
      WasmtimeErrors.check(Wasmtime.moduleNew(engine, wasm, wasm.byteSize(), module));
      return new CompiledModule(module.get(ADDRESS, 0), "");
    }
  }

  /** Compiles a binary module from an array; as {@link #compile(MemorySegment)}. */
  public CompiledModule compile(byte[] wasm) {
    try (Arena arena = Arena.ofConfined()) {
      return compile(arena.allocateFrom(JAVA_BYTE, wasm));
    }
  }

  CompiledModule compileText(String text) {
    return compile(binary(text));
  }

  /**
   * The binary form of a module in text form.
   *
   * @throws WasmtimeException with the place of the fault, if it is not one
   */
  public byte[] binary(String text) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(WasmtimeErrors.ByteVector.SIZE, Long.BYTES);
      MemorySegment source = arena.allocateFrom(text);
      WasmtimeErrors.check(Wasmtime.wat2wasm(source, source.byteSize() - 1, bytes));
      byte[] wasm = bytes.get(ADDRESS, 8).reinterpret(bytes.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
      Wasmtime.bytesDelete(bytes);
      return wasm;
    }
  }

  /**
   * Maps a module compiled before. The file is trusted: its code runs as it is.
   *
   * @throws WasmtimeException if it is of another version or configuration
   */
  CompiledModule load(Path compiled, String key) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment module = arena.allocate(ADDRESS);
      MemorySegment path = arena.allocateFrom(compiled.toString());
      WasmtimeErrors.check(Wasmtime.moduleDeserializeFile(engine, path, module));
      return new CompiledModule(module.get(ADDRESS, 0), key);
    }
  }

  /**
   * Does something that takes long with the engine: it is not deleted meanwhile.
   *
   * @throws WasmtimeException once it has been closed
   */
  <T> T use(Supplier<T> work) {
    synchronized (this) {
      if (closed) {
        throw new WasmtimeException("the engine has been closed");
      }
      users++;
    }
    try {
      return work.get();
    } finally {
      unused();
    }
  }

  private synchronized void unused() {
    users--;
    deleteIfUnused();
  }

  /** Deletes something of the engine as soon as nobody is using the engine. */
  synchronized void whenUnused(Runnable delete) {
    deletions.add(delete);
    deleteIfUnused();
  }

  private void deleteIfUnused() {
    if (users == 0) {
      deletions.forEach(Runnable::run);
      deletions.clear();
    }
  }

  /** What is being compiled goes on; the engine is deleted behind it. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    watchdog.close();
    whenUnused(this::delete);
  }

  private void delete() {
    forwarder.close();
    prober.close();
    Wasmtime.linkerDelete(plainLinker);
    Wasmtime.engineDelete(engine);
  }
}
