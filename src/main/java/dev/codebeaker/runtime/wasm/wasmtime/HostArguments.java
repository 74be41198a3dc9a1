package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * The arguments of a call, and the place of its result.
 *
 * @param values {@code wasmtime_val_raw_t}, 16 bytes each
 */
public record HostArguments(MemorySegment values) {
  static final long SLOT = 16;

  static HostArguments of(MemorySegment values, long count) {
    return new HostArguments(values.reinterpret(SLOT * Math.max(1, count)));
  }

  public int i32(int index) {
    return values.get(JAVA_INT, SLOT * index);
  }

  public long i64(int index) {
    return values.get(JAVA_LONG, SLOT * index);
  }

  /** A pointer or a size: 32 bits without a sign. */
  public long u32(int index) {
    return Integer.toUnsignedLong(i32(index));
  }

  void result(String type, long value) {
    if (!type.isEmpty()) {
      values.set(JAVA_LONG, 0, type.equals("i") ? value & 0xFFFF_FFFFL : value);
    }
  }
}
