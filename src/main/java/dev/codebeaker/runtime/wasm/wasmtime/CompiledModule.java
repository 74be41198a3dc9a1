package dev.codebeaker.runtime.wasm.wasmtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * {@code wasmtime_module_t}: machine code, shared by all instances, which keep it alive by
 * themselves.
 */
public final class CompiledModule implements AutoCloseable {
  private final MemorySegment module;

  private final String key;

  CompiledModule(MemorySegment module, String key) {
    this.module = module;
    this.key = key;
  }

  /** Changes with the module, the engine's version and its configuration; fit for a file name. */
  public String key() {
    return key;
  }

  MemorySegment pointer() {
    return module;
  }

  /** Writes it in the form that {@link NativeEngine#load} reads. */
  void writeTo(WritableByteChannel channel) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vector = arena.allocate(WasmtimeErrors.ByteVector.SIZE, Long.BYTES);
      WasmtimeErrors.check(Wasmtime.moduleSerialize(module, vector));
      try {
        ByteBuffer bytes = WasmtimeErrors.ByteVector.bytes(vector).asByteBuffer();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } finally {
        Wasmtime.bytesDelete(vector);
      }
    }
  }

  /** The module itself lives on in its instances. */
  @Override
  public void close() {
    Wasmtime.moduleDelete(module);
  }
}
