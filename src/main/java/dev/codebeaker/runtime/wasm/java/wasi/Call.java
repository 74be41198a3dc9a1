package dev.codebeaker.runtime.wasm.java.wasi;

import java.nio.charset.StandardCharsets;
import run.endive.runtime.Memory;

/** The arguments of one WASI call and the memory they point into. */
record Call(Memory memory, long[] arguments) {
  private static final int MAX_PATH_BYTES = 4096;

  int number(int index) {
    return (int) arguments[index];
  }

  long wide(int index) {
    return arguments[index];
  }

  /** A path, given as pointer and length. */
  String path(int index) {
    int length = number(index + 1);
    if (length < 0 || length > MAX_PATH_BYTES) {
      throw Errno.NAMETOOLONG.exception();
    }
    return new String(memory.readBytes(number(index), length), StandardCharsets.UTF_8);
  }

  void put(int index, int value) {
    memory.writeI32(number(index), value);
  }

  void putWide(int index, long value) {
    memory.writeLong(number(index), value);
  }

  /** A list of buffers, given as pointer and count. */
  Buffers buffers(int index) {
    return new Buffers(memory, number(index), number(index + 1));
  }
}
