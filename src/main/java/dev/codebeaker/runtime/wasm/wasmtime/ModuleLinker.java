package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * What modules can import: wasmtime's WASI with {@link WasiImports} over it, and functions of a
 * language's own. One for each set of such functions, for the life of the engine. Thread safe.
 */
public final class ModuleLinker implements AutoCloseable {
  private static final byte I32 = 0;
  private static final byte I64 = 1;

  private final NativeEngine engine;
  private final MemorySegment linker;
  private volatile boolean closed;

  public ModuleLinker(NativeEngine engine, List<HostFunction> functions) {
    this.engine = engine;
    this.linker = Wasmtime.linkerNew(engine.pointer());
    WasmtimeErrors.check(Wasmtime.linkerDefineWasi(linker));
    Wasmtime.linkerAllowShadowing(linker, true);
    WasiImports.ALL.forEach(this::define);
    functions.forEach(this::define);
  }

  /**
   * Resolves a module's imports, once for all its instances.
   *
   * @param module stays the caller's
   * @throws WasmtimeException naming the import that is not there
   */
  public ModuleHandle link(CompiledModule module) {
    return engine.use(() -> resolve(module));
  }

  private ModuleHandle resolve(CompiledModule module) {
    if (closed) {
      throw new WasmtimeException("the linker has been closed");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pre = arena.allocate(ADDRESS);
      WasmtimeErrors.check(Wasmtime.linkerInstantiatePre(linker, module.pointer(), pre));
      return new ModuleHandle(engine, pre.get(ADDRESS, 0));
    }
  }

  private void define(HostFunction function) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment type =
          Wasmtime.functypeNew(types(arena, function.params()), types(arena, function.result()));
      MemorySegment module = arena.allocateFrom(function.module());
      MemorySegment name = arena.allocateFrom(function.name());
      WasmtimeErrors.check(
          Wasmtime.linkerDefineFunction(
              linker,
              module,
              module.byteSize() - 1,
              name,
              name.byteSize() - 1,
              type,
              Upcalls.HOST_CALL,
              MemorySegment.ofAddress(HostFunctions.register(function)),
              MemorySegment.NULL));
      Wasmtime.functypeDelete(type);
    }
  }

  private static MemorySegment types(Arena arena, String letters) {
    MemorySegment vector = arena.allocate(16, 8);
    MemorySegment items = arena.allocate(ADDRESS, letters.length() + 1L);
    for (int i = 0; i < letters.length(); i++) {
      items.setAtIndex(ADDRESS, i, Wasmtime.valtypeNew(letters.charAt(i) == 'l' ? I64 : I32));
    }
    Wasmtime.valtypesNew(vector, letters.length(), items);
    return vector;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      engine.whenUnused(() -> Wasmtime.linkerDelete(linker));
    }
  }
}
