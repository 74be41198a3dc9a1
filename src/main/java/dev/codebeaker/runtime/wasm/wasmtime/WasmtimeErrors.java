package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** wasmtime's errors and traps as exceptions, and ours as its. */
final class WasmtimeErrors {
  private static final MethodHandle ERROR_NEW = CFunction.WASMTIME_ERROR_NEW.bind();
  private static final MethodHandle ERROR_MESSAGE = CFunction.WASMTIME_ERROR_MESSAGE.bind();
  private static final MethodHandle ERROR_EXIT_STATUS = CFunction.WASMTIME_ERROR_EXIT_STATUS.bind();
  private static final MethodHandle ERROR_DELETE = CFunction.WASMTIME_ERROR_DELETE.bind();
  private static final MethodHandle TRAP_NEW = CFunction.WASMTIME_TRAP_NEW.bind();
  private static final MethodHandle TRAP_MESSAGE = CFunction.WASM_TRAP_MESSAGE.bind();
  private static final MethodHandle TRAP_CODE = CFunction.WASMTIME_TRAP_CODE.bind();
  private static final MethodHandle TRAP_DELETE = CFunction.WASM_TRAP_DELETE.bind();

  static MemorySegment errorNew(MemorySegment message) {
    try {
      return (MemorySegment) ERROR_NEW.invokeExact(message);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void errorMessage(MemorySegment error, MemorySegment message) {
    try {
      ERROR_MESSAGE.invokeExact(error, message);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static boolean errorExitStatus(MemorySegment error, MemorySegment status) {
    try {
      return (boolean) ERROR_EXIT_STATUS.invokeExact(error, status);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void errorDelete(MemorySegment error) {
    try {
      ERROR_DELETE.invokeExact(error);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment trapNew(MemorySegment message, long length) {
    try {
      return (MemorySegment) TRAP_NEW.invokeExact(message, length);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void trapMessage(MemorySegment trap, MemorySegment message) {
    try {
      TRAP_MESSAGE.invokeExact(trap, message);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static boolean trapCode(MemorySegment trap, MemorySegment code) {
    try {
      return (boolean) TRAP_CODE.invokeExact(trap, code);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void trapDelete(MemorySegment trap) {
    try {
      TRAP_DELETE.invokeExact(trap);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  /** Errors of host functions, wasmtime's own too: it is the guest that has called them wrongly. */
  private static final String IN_A_CALL = "error while executing at wasm backtrace";

  private WasmtimeErrors() {}

  /** Throws for an error, which it takes; a null pointer is success. */
  static void check(MemorySegment error) {
    if (error.address() == 0) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      boolean exit = errorExitStatus(error, status);
      MemorySegment message = arena.allocate(ByteVector.SIZE, Long.BYTES);
      errorMessage(error, message);
      errorDelete(error);
      String text = ByteVector.takeText(message);
      if (exit) {
        throw new GuestExit(status.get(JAVA_INT, 0));
      }
      throw text.startsWith(IN_A_CALL)
          ? new GuestTrap(GuestTrap.Kind.OTHER, text)
          : new WasmtimeException(text);
    }
  }

  /** Throws for a trap, which it takes; a null pointer is success. */
  static void checkTrap(MemorySegment trap) {
    if (trap.address() == 0) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(ByteVector.SIZE, Long.BYTES);
      MemorySegment code = arena.allocate(JAVA_BYTE);
      GuestTrap.Kind kind =
          trapCode(trap, code)
              ? GuestTrap.Kind.ofCode(code.get(JAVA_BYTE, 0))
              : GuestTrap.Kind.OTHER;
      trapMessage(trap, message);
      trapDelete(trap);
      throw new GuestTrap(kind, ByteVector.takeText(message));
    }
  }

  /** A trap for wasmtime to raise in the guest. */
  static MemorySegment newTrap(String message) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(message);
      return trapNew(text, text.byteSize() - 1);
    }
  }

  /** An error that ends the guest's call. */
  static MemorySegment newError(String message) {
    try (Arena arena = Arena.ofConfined()) {
      return errorNew(arena.allocateFrom(message));
    }
  }

  /** {@code wasm_byte_vec_t}: a size and a pointer to bytes that wasmtime owns. */
  static final class ByteVector {
    static final long SIZE = 16;

    private ByteVector() {}

    static MemorySegment bytes(MemorySegment vector) {
      return vector.get(ADDRESS, 8).reinterpret(vector.get(JAVA_LONG, 0));
    }

    static String takeText(MemorySegment vector) {
      String text = new String(bytes(vector).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
      Wasmtime.bytesDelete(vector);
      return text;
    }
  }
}
