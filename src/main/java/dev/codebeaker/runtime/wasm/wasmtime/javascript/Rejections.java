package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.codebeaker.runtime.wasm.wasmtime.WasmtimeException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rejected promises of one guest that nobody waits for. The engine tells of each by the bits of
 * its values; a reference to them is held here, so that they stay what they are.
 */
final class Rejections {
  /** From the stack's limit in the engine's memory to its hook, and to the list that follows it. */
  private static final int HOOK = 44;

  private static final int OPAQUE = HOOK + 4;
  private static final int JOBS = OPAQUE + 4;
  private static final int LEAST_COUNTED_TAG = -9;
  private static final long UNDEFINED = 3L << 32;

  /** One is enough to fail a program; to hold all would be to let a guest fill the heap. */
  private static final int MOST = 10_000;

  private final QuickJs js;

  /** The reason by its promise. */
  private final Map<Long, Long> unhandled = new LinkedHashMap<>();

  Rejections(QuickJs js) {
    this.js = js;
  }

  /** In a base: makes the engine call the function that {@link RejectionPatch} has added. */
  static void install(QuickJs js, EngineLayout layout, int function) {
    long jobs = layout.stackLimit() + JOBS;
    if (js.readInt(jobs) != (int) jobs || js.readInt(layout.stackLimit() + HOOK) != 0) {
      throw new WasmtimeException("the JavaScript engine's rejection hook is not where it was");
    }
    js.writeInt(layout.stackLimit() + HOOK, function);
    js.writeInt(layout.stackLimit() + OPAQUE, (int) js.guest().call("qjs_alloc", 16));
  }

  /**
   * From the engine.
   *
   * @param at where promise and reason are
   * @param handled whether somebody waits for it now, rather than nobody does
   */
  void told(long at, boolean handled) {
    long promise = js.guest().memory().get(JAVA_LONG_UNALIGNED, at);
    if (handled) {
      Long reason = unhandled.remove(promise);
      if (reason != null) {
        release(promise, reason);
      }
    } else if (unhandled.size() < MOST) {
      long reason = js.guest().memory().get(JAVA_LONG_UNALIGNED, at + 8);
      count(promise, 1);
      count(reason, 1);
      unhandled.put(promise, reason);
    }
  }

  private void release(long promise, long reason) {
    count(promise, -1);
    count(reason, -1);
  }

  void clear() {
    unhandled.forEach(this::release);
    unhandled.clear();
  }

  boolean isEmpty() {
    return unhandled.isEmpty();
  }

  /** The first one's reason as a handle; the others are forgotten. */
  int take() {
    long reason = unhandled.values().iterator().next();
    count(reason, 1);
    clear();
    int handle = js.newUndefined();
    long box = QuickJs.unsigned(handle);
    if (js.guest().memory().get(JAVA_LONG_UNALIGNED, box) != UNDEFINED) {
      return handle; // not as it is known: better no reason than a wrong address
    }
    js.guest().memory().set(JAVA_LONG_UNALIGNED, box, reason);
    return handle;
  }

  /** Values that live on the heap begin with the number of references to them. */
  private void count(long value, int more) {
    if (Integer.compareUnsigned((int) (value >>> 32), LEAST_COUNTED_TAG) >= 0) {
      long at = value & 0xFFFF_FFFFL;
      int references = js.readInt(at) + more;
      if (references > 0) {
        js.writeInt(at, references);
      }
    }
  }
}
