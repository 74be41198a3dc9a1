package dev.codebeaker.runtime.wasm.wasmtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A module of the engine pack, or of the operator.
 *
 * @param name for people: {@code Python}
 * @param file in binary form; or compiled, where its name ends in {@code .cwasm}
 * @param exports added to those it has: see {@link WasmExports}
 */
public record ModuleSource(String name, Path file, List<String> exports) {
  public ModuleSource {
    exports = List.copyOf(exports);
  }

  /** Whether it has been compiled by this very version of the engine: it is mapped as it is. */
  boolean isCompiled() {
    return file.toString().endsWith(".cwasm");
  }

  /** Its bytes, in the arena. */
  MemorySegment read(Arena arena) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment wasm = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return exports.isEmpty() ? wasm : WasmExports.add(wasm, exports, arena);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
