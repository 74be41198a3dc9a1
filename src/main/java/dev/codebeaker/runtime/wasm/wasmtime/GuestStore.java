package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code wasmtime_store_t} with one instance in it: calls, memory, globals, by name. Knows nothing
 * of stopping and of WASI's meaning. One thread at a time.
 */
final class GuestStore {
  static final byte FUNCTION = 0;
  static final byte GLOBAL = 1;
  static final byte MEMORY = 3;

  private static final long EXTERN = 32;
  private static final long INSTANCE = 16;
  private static final int SLOTS = 16;
  private static final long TABLE_ELEMENTS = 100_000;
  private static final long PAGE = 65_536;

  private final NativeBlock block = new NativeBlock();
  private final MemorySegment store;
  private final MemorySegment context;
  private final MemorySegment instance = block.take(INSTANCE);
  private final MemorySegment trap = block.take(Long.BYTES);
  private final MemorySegment innerTrap = block.take(Long.BYTES);
  private final MemorySegment values = block.take(HostArguments.SLOT * SLOTS);
  private final MemorySegment innerValues = block.take(HostArguments.SLOT * SLOTS);
  private final MemorySegment value = block.take(EXTERN);
  private final Map<String, MemorySegment> functions = new HashMap<>();
  private final Map<String, MemorySegment> globals = new HashMap<>();
  private Optional<MemorySegment> memory = Optional.empty();

  GuestStore(NativeEngine engine, long memoryBytes) {
    store = WasmtimeStore.storeNew(engine.pointer(), MemorySegment.NULL, MemorySegment.NULL);
    context = WasmtimeStore.storeContext(store);
    WasmtimeStore.storeLimiter(store, memoryBytes, TABLE_ELEMENTS, 8, 8, 4);
    WasmtimeStore.epochCallback(store, Upcalls.EPOCH, MemorySegment.NULL, MemorySegment.NULL);
    WasmtimeStore.setEpochDeadline(context, 1);
  }

  void instantiate(ModuleHandle module) {
    module.instantiate(context, instance, cleared(trap));
    WasmtimeErrors.checkTrap(trap.get(ADDRESS, 0));
    memory = find(instance, "memory", MEMORY);
  }

  /** A second instance in the same store: a trampoline. */
  MemorySegment instantiate(CompiledModule module, List<MemorySegment> imports) {
    MemorySegment second = block.take(INSTANCE);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment externs = arena.allocate(EXTERN * (imports.size() + 1), 8);
      for (int i = 0; i < imports.size(); i++) {
        MemorySegment.copy(imports.get(i), 0, externs, EXTERN * i, EXTERN);
      }
      WasmtimeErrors.check(
          WasmtimeStore.instanceNew(
              context, module.pointer(), externs, imports.size(), second, cleared(innerTrap)));
      WasmtimeErrors.checkTrap(innerTrap.get(ADDRESS, 0));
    }
    return second;
  }

  MemorySegment context() {
    return context;
  }

  /** The guest's memory as an import for a trampoline. */
  MemorySegment memoryExtern(Arena arena) {
    MemorySegment extern = arena.allocate(EXTERN, 8);
    extern.set(JAVA_BYTE, 0, MEMORY);
    MemorySegment.copy(memory.orElseThrow(), 0, extern, 8, EXTERN - 8);
    return extern;
  }

  /** An export: what stands behind the kind in {@code wasmtime_extern_t}. */
  Optional<MemorySegment> find(MemorySegment of, String name, byte kind) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment extern = arena.allocate(EXTERN, 8);
      MemorySegment text = arena.allocateFrom(name);
      if (!WasmtimeStore.instanceExport(context, of, text, text.byteSize() - 1, extern)
          || extern.get(JAVA_BYTE, 0) != kind) {
        return Optional.empty();
      }
      MemorySegment kept = block.take(EXTERN - 8);
      MemorySegment.copy(extern, 8, kept, 0, EXTERN - 8);
      return Optional.of(kept);
    }
  }

  boolean hasFunction(String name) {
    return functions.containsKey(name) || find(instance, name, FUNCTION).isPresent();
  }

  private MemorySegment function(String name) {
    return functions.computeIfAbsent(name, n -> required(n, FUNCTION));
  }

  private MemorySegment required(String name, byte kind) {
    return find(instance, name, kind)
        .orElseThrow(() -> new WasmtimeException("the module exports no " + name));
  }

  /** Calls an export whose type is known: from outside. */
  long call(String export, long... arguments) {
    MemorySegment function = function(export);
    WasmtimeStore.setEpochDeadline(context, 1);
    return call(function, values, trap, arguments);
  }

  /** Calls a function while the guest waits in a host function or an epoch callback. */
  long callInside(MemorySegment function, long... arguments) {
    return call(function, innerValues, innerTrap, arguments);
  }

  /**
   * Calls an export while the guest waits. Inside an epoch callback none is set, and a tick would
   * be a trap: so none may come due.
   */
  long callInside(String export, long... arguments) {
    MemorySegment function = function(export);
    WasmtimeStore.setEpochDeadline(context, 1L << 40);
    try {
      return callInside(function, arguments);
    } finally {
      WasmtimeStore.setEpochDeadline(context, 1);
    }
  }

  private long call(
      MemorySegment function, MemorySegment area, MemorySegment trapped, long... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      area.set(JAVA_LONG, HostArguments.SLOT * i, arguments[i]);
    }
    WasmtimeErrors.check(
        WasmtimeStore.callUnchecked(context, function, area, SLOTS, cleared(trapped)));
    WasmtimeErrors.checkTrap(trapped.get(ADDRESS, 0));
    return area.get(JAVA_LONG, 0);
  }

  /** Calls an export of a stranger's module: wasmtime sees to its type being {@code () -> ()}. */
  void callChecked(String export) {
    MemorySegment function = function(export);
    WasmtimeStore.setEpochDeadline(context, 1);
    WasmtimeErrors.check(
        WasmtimeStore.callChecked(context, function, values, 0, values, 0, cleared(trap)));
    WasmtimeErrors.checkTrap(trap.get(ADDRESS, 0));
  }

  /** The guest's memory as it is now; a slice of nothing where it exports none. */
  MemorySegment data() {
    return memory.map(this::data).orElse(MemorySegment.NULL);
  }

  MemorySegment data(MemorySegment of) {
    return WasmtimeStore.memoryData(context, of).reinterpret(WasmtimeStore.memorySize(context, of));
  }

  void growTo(long bytes) {
    long more = bytes - data().byteSize();
    if (more > 0) {
      WasmtimeErrors.check(
          WasmtimeStore.memoryGrow(context, memory.orElseThrow(), more / PAGE, cleared(value)));
    }
  }

  int global(String name) {
    WasmtimeStore.globalGet(context, globalPointer(name), value);
    return value.get(JAVA_INT, 8);
  }

  void global(String name, int changed) {
    value.set(JAVA_BYTE, 0, (byte) 0);
    value.set(JAVA_INT, 8, changed);
    WasmtimeErrors.check(WasmtimeStore.globalSet(context, globalPointer(name), value));
  }

  private MemorySegment globalPointer(String name) {
    return globals.computeIfAbsent(name, n -> required(n, GLOBAL));
  }

  private static MemorySegment cleared(MemorySegment pointer) {
    pointer.set(ADDRESS, 0, MemorySegment.NULL);
    return pointer;
  }

  void close() {
    WasmtimeStore.storeDelete(store);
    block.release();
  }
}
