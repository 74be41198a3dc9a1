package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.WasmtimeException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The calls of the QuickJS guest. Values are handles: addresses in the guest's memory, as good in a
 * fork as in its parent. A handle that a method answers is the caller's to free, unless the guest
 * is thrown away before that matters.
 */
final class QuickJs {
  static final int OK = 0;
  static final int THREW = 1;

  /** What a host function answers for an error that the guest words itself. */
  static final int REFUSED = -1;

  static final int PENDING = 0;
  static final int REJECTED = 2;

  /** The most that is copied out of a guest at once: its memory is its own, the host's is not. */
  private static final int MOST_COPIED = 32 << 20;

  private static final int MOST_NAMED = 64 << 10;

  private final Instance guest;

  /** Four slots for results, kept for the life of the guest. */
  private final int slots;

  QuickJs(Instance guest, int slots) {
    this.guest = guest;
    this.slots = slots;
  }

  static int allocateSlots(Instance guest) {
    return (int) guest.call("qjs_alloc", 16);
  }

  Instance guest() {
    return guest;
  }

  /** Thrown by the guest's code and not caught there. */
  static final class Thrown extends Exception {
    private static final long serialVersionUID = 1L;
    private final int error;

    Thrown(int error) {
      super(null, null, false, false);
      this.error = error;
    }

    /** The handle of what was thrown. */
    int error() {
      return error;
    }
  }

  /** Evaluates a script in the global scope; answers a promise of an object with its value. */
  int script(String code) throws Thrown {
    return evaluate("eval_async", code, "");
  }

  /** Evaluates a module; answers a promise of its end. */
  int module(String code, String name) throws Thrown {
    return evaluate("eval_module_async", code, name);
  }

  private int evaluate(String export, String code, String name) throws Thrown {
    byte[] text = code.getBytes(StandardCharsets.UTF_8);
    int at = copyIn(text);
    long status;
    if (name.isEmpty()) {
      status = guest.call(export, at, text.length, slots);
    } else {
      byte[] label = name.getBytes(StandardCharsets.UTF_8);
      int labelAt = copyIn(label);
      status = guest.call(export, at, text.length, labelAt, label.length, slots);
      guest.call("qjs_free", labelAt, label.length);
    }
    guest.call("qjs_free", at, text.length);
    return result(status);
  }

  int call(int function, int... arguments) throws Thrown {
    int self = (int) guest.call("new_undefined");
    int list = arguments.length == 0 ? 0 : (int) guest.call("qjs_alloc", 4L * arguments.length);
    for (int i = 0; i < arguments.length; i++) {
      guest.memory().set(JAVA_INT_UNALIGNED, unsigned(list) + 4L * i, arguments[i]);
    }
    long status = guest.call("call_function", function, self, list, arguments.length, slots);
    if (arguments.length > 0) {
      guest.call("qjs_free", list, 4L * arguments.length);
    }
    free(self);
    return result(status);
  }

  private int result(long status) throws Thrown {
    switch ((int) status) {
      case OK -> {
        return slot(0);
      }
      case THREW -> {
        guest.call("last_exception", slots);
        throw new Thrown(slot(0));
      }
      default -> throw new WasmtimeException("the JavaScript engine refused with " + (int) status);
    }
  }

  /** Runs the reactions of settled promises, a bounded number of them; 0 when none was left. */
  int runJobs() {
    return (int) guest.call("execute_pending_jobs");
  }

  int promiseState(int promise) {
    guest.call("promise_state", promise, slots);
    return slot(0);
  }

  int promiseResult(int promise) {
    guest.call("promise_result", promise, slots);
    return slot(0);
  }

  double number(int value) {
    if ((int) guest.call("get_number", value, slots) != OK) {
      return Double.NaN;
    }
    return guest.memory().get(JAVA_DOUBLE_UNALIGNED, unsigned(slots));
  }

  /** The text of a string; empty if it is none, or longer than the host takes. */
  String text(int value) {
    return utf8(value).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
  }

  /** As {@link #text}, or empty. */
  Optional<byte[]> utf8(int value) {
    return (int) guest.call("get_string", value) == OK
        ? taken(QuickJs::copied)
        : Optional.of(new byte[0]);
  }

  /** Hands over the text of a string where it lies in the guest's memory. */
  void withUtf8(int value, Consumer<MemorySegment> use) {
    if ((int) guest.call("get_string", value) == OK) {
      taken(
          bytes -> {
            use.accept(bytes);
            return Optional.empty();
          });
    }
  }

  /** The bytes of a {@code Uint8Array}; none if it is none. Empty if they are too many. */
  Optional<byte[]> bytes(int value) {
    long status = guest.call("get_typed_array_buffer", value, slots, slots + 4L, slots + 8L);
    return (int) status == OK ? taken(QuickJs::copied) : Optional.of(new byte[0]);
  }

  private <T> Optional<T> taken(Function<MemorySegment, Optional<T>> use) {
    long length = unsigned((int) guest.call("qjs_last_len"));
    long at = unsigned((int) guest.call("qjs_last_ptr"));
    Optional<T> result = use.apply(guest.memory().asSlice(at, length));
    guest.call("qjs_result_free");
    return result;
  }

  private static Optional<byte[]> copied(MemorySegment bytes) {
    return bytes.byteSize() > MOST_COPIED
        ? Optional.empty()
        : Optional.of(bytes.toArray(JAVA_BYTE));
  }

  int newString(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int at = copyIn(bytes);
    int handle = (int) guest.call("new_string", at, bytes.length);
    guest.call("qjs_free", at, bytes.length);
    return handle;
  }

  int newBytes(byte[] bytes) {
    int at = copyIn(bytes);
    guest.call("new_uint8array", at, bytes.length, slots);
    guest.call("qjs_free", at, bytes.length);
    return slot(0);
  }

  int newNumber(double value) {
    return (int) guest.call("new_number", Double.doubleToRawLongBits(value));
  }

  int newUndefined() {
    return (int) guest.call("new_undefined");
  }

  int newNull() {
    return (int) guest.call("new_null");
  }

  int newObject() {
    return (int) guest.call("new_object");
  }

  int global() {
    return (int) guest.call("global_object");
  }

  int newFunction(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return (int) guest.call("new_function", copyIn(bytes), bytes.length);
  }

  void set(int object, String key, int value) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    guest.call("set_prop", object, copyIn(bytes), bytes.length, value);
  }

  int get(int object, String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    int at = copyIn(bytes);
    guest.call("get_prop", object, at, bytes.length, slots);
    guest.call("qjs_free", at, bytes.length);
    return slot(0);
  }

  void free(int value) {
    guest.call("free_value", value);
  }

  void memoryLimit(long bytes) {
    guest.call("set_memory_limit", (int) Math.min(bytes, Integer.MAX_VALUE));
  }

  /** Copies bytes to memory the guest has allocated; it is the guest's, or to be freed. */
  int copyIn(byte[] bytes) {
    int at = (int) guest.call("qjs_alloc", bytes.length);
    if (at == 0 && bytes.length > 0) {
      throw new OutOfGuestMemory();
    }
    MemorySegment.copy(bytes, 0, guest.memory(), JAVA_BYTE, unsigned(at), bytes.length);
    return at;
  }

  /** A name the guest passes to the host; empty if it is too long to be one. */
  String name(int address, int length) {
    MemorySegment bytes = guest.memory().asSlice(unsigned(address), unsigned(length));
    return bytes.byteSize() > MOST_NAMED
        ? ""
        : new String(bytes.toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private int slot(int index) {
    return guest.memory().get(JAVA_INT_UNALIGNED, unsigned(slots) + 4L * index);
  }

  int readInt(long address) {
    return guest.memory().get(JAVA_INT_UNALIGNED, address);
  }

  void writeInt(long address, int value) {
    guest.memory().set(JAVA_INT_UNALIGNED, address, value);
  }

  static long unsigned(int value) {
    return Integer.toUnsignedLong(value);
  }

  /** The guest has no room for what the host wants to hand it. */
  static final class OutOfGuestMemory extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfGuestMemory() {
      super("the guest has no memory left");
    }
  }
}
