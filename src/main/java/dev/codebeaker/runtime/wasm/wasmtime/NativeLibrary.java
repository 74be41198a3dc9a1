package dev.codebeaker.runtime.wasm.wasmtime;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * wasmtime's shared library: opened once for the life of the process, because handles are constants
 * of the classes that call through them.
 */
public final class NativeLibrary {
  private static @Nullable SymbolLookup library;

  private NativeLibrary() {}

  /**
   * Opens it, and looks for every function the engine calls. Does nothing when it is open.
   *
   * @return why it can not be used, or empty
   */
  public static synchronized Optional<String> open(Path file) {
    if (library != null) {
      return Optional.empty();
    }
    try {
      SymbolLookup opened = SymbolLookup.libraryLookup(file, Arena.global());
      Optional<String> missing =
          Arrays.stream(CFunction.values())
              .filter(function -> lookup(opened, function).isEmpty())
              .map(function -> "it has no " + function.symbol())
              .findFirst();
      if (missing.isEmpty()) {
        library = opened;
      }
      return missing;
    } catch (IllegalArgumentException | UnsatisfiedLinkError e) {
      return Optional.of(file + " can not be loaded: " + e.getMessage());
    }
  }

  static synchronized MemorySegment find(CFunction function) {
    if (library == null) {
      throw new UnsatisfiedLinkError("the library of wasmtime has not been opened");
    }
    return lookup(library, function).orElseThrow(() -> new UnsatisfiedLinkError(function.symbol()));
  }

  private static Optional<MemorySegment> lookup(SymbolLookup wasmtime, CFunction function) {
    return function.isLibc()
        ? Linker.nativeLinker().defaultLookup().find(function.symbol())
        : wasmtime.find(function.symbol());
  }
}
