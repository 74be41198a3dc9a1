package dev.codebeaker.runtime.wasm.wasmtime.python;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.MemoryImage;
import java.nio.file.Path;

/**
 * An interpreter that has done all that its forks need not do again.
 *
 * @param name of the template
 */
record PythonBase(String name, Interpreter interpreter, MemoryImage image) {
  /** What a fork needs to run anything at all. */
  private static final long LEAST_OWN_BYTES = 16L << 20;

  long leastMemoryBytes() {
    return image.length() + LEAST_OWN_BYTES;
  }

  boolean fits(Limits limits) {
    return limits.memoryBytes() >= leastMemoryBytes();
  }

  /** An instance to lay the image over. */
  Instance open(Path workspace, Path scratch, Limits limits) {
    return interpreter.open(workspace, scratch, limits);
  }
}
