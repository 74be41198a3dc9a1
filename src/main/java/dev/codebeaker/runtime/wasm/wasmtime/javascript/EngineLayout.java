package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.runtime.wasm.wasmtime.NativeEngine;
import dev.codebeaker.runtime.wasm.wasmtime.WasmtimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where QuickJS keeps two of its words, found by watching them change; as good in a fork.
 *
 * @param stackLimit the lowest address its stack may reach. Built for WASI it sets none, though it
 *     looks at it at every call: a recursion would end in a trap instead of an error
 * @param interruptCounter counted down by its loops and calls; at zero it asks the host whether to
 *     go on, and starts again from 10 000, which is too seldom where each turn is long native work
 */
record EngineLayout(long stackLimit, long interruptCounter) {
  /**
   * What the guest may use of its stack in memory. It uses more on the thread's, which has {@link
   * NativeEngine#GUEST_STACK_BYTES}: 12 bytes for one here in a recursion through its JSON code,
   * six in one of JavaScript functions.
   */
  private static final long STACK_BYTES = NativeEngine.GUEST_STACK_BYTES / 15;

  private static final int MARK = 0x54321;
  private static final int COUNTED = 1000;
  private static final int COUNTER_START = 10_000;
  private static final long NEAR = 4096;

  static EngineLayout find(QuickJs js) throws QuickJs.Thrown {
    js.free(js.script("0"));
    return new EngineLayout(findStackLimit(js), findCounter(js));
  }

  /** It follows the stack's size, which is set to a rare number, and its top, which is known. */
  private static long findStackLimit(QuickJs js) {
    js.guest().call("set_max_stack_size", MARK);
    long top = QuickJs.unsigned(js.guest().global("__stack_pointer"));
    List<Long> found = new ArrayList<>();
    long end = js.guest().memory().byteSize() - 12;
    for (long at = 0; at < end; at += 4) {
      if (js.readInt(at) == MARK && js.readInt(at + 8) == 0) {
        long below = top - QuickJs.unsigned(js.readInt(at + 4));
        if (below >= 0 && below < NEAR) {
          found.add(at + 8);
        }
      }
    }
    return only(found, "stack limit");
  }

  private static long findCounter(QuickJs js) throws QuickJs.Thrown {
    int words = (int) (js.guest().memory().byteSize() / 4);
    int[] before = IntStream.range(0, words).map(i -> js.readInt(4L * i)).toArray();
    js.free(js.script("for (let i = 0; i < " + COUNTED + "; i++);"));
    List<Long> found = new ArrayList<>();
    for (int i = 0; i < words; i++) {
      int now = js.readInt(4L * i);
      int less = before[i] - now;
      if (now > 0 && before[i] <= COUNTER_START && less >= COUNTED && less <= 4 * COUNTED) {
        found.add(4L * i);
      }
    }
    return only(found, "interrupt counter");
  }

  private static long only(List<Long> found, String what) {
    if (found.size() != 1) {
      throw new WasmtimeException(
          "the JavaScript engine's " + what + " is not known: " + found.size() + " candidates");
    }
    return found.getFirst();
  }

  void limitStack(QuickJs js) {
    js.writeInt(stackLimit, (int) (js.guest().global("__stack_pointer") - STACK_BYTES));
  }

  /** Makes it ask the host at its next loop or call. */
  void askSoon(QuickJs js) {
    js.writeInt(interruptCounter, 1);
  }
}
