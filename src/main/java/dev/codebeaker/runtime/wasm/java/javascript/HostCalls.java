package dev.codebeaker.runtime.wasm.java.javascript;

import dev.codebeaker.runtime.wasm.java.HeapBudget;
import io.roastedroot.quickjs4j.core.Engine_ModuleExports;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import run.endive.runtime.Instance;
import run.endive.runtime.TrapException;

/** The guest's way to its host: a name and a text in, a text out. */
final class HostCalls {
  private static final int MAX_NAME_BYTES = 64;

  /** What a text costs while it is handled: its bytes, its characters, and what is made of them. */
  private static final int HEAP_PER_BYTE = 6;

  private final HeapBudget heap;
  private Optional<HostFunctions> functions = Optional.empty();
  private int replyAt;

  /**
   * @param replyAt what {@link #reserve} answered in the interpreter that this one is a fork of
   */
  HostCalls(HeapBudget heap, int replyAt) {
    this.heap = heap;
    this.replyAt = replyAt;
  }

  int replyAt() {
    return replyAt;
  }

  /** Finds room for where replies are: the guest frees a reply, but not that. */
  int reserve(Instance instance) {
    replyAt = new Engine_ModuleExports(instance).cabiRealloc(0, 0, 4, 8);
    return replyAt;
  }

  /** Who answers from now on. */
  void answerWith(HostFunctions next) {
    functions = Optional.of(next);
  }

  void answerNobody() {
    functions = Optional.empty();
  }

  /** The arguments are three texts, each a pointer and a length; the first is not used. */
  long[] invoke(Instance instance, long... arguments) {
    String name = text(instance, (int) arguments[2], (int) arguments[3], MAX_NAME_BYTES);
    int length = (int) arguments[5];
    long cost = (long) Math.max(0, length) * HEAP_PER_BYTE;
    if (!heap.take(cost)) {
      throw new TrapException("the service has no memory for a call of " + length + " bytes");
    }
    try {
      String text = text(instance, (int) arguments[4], length, Integer.MAX_VALUE);
      byte[] reply = answer(name, text);
      return new long[] {reply(instance, reply)};
    } finally {
      heap.give(cost);
    }
  }

  private byte[] answer(String name, String text) {
    return functions.map(all -> all.call(name, text)).orElse("").getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Instance instance, int at, int length, int most) {
    if (length < 0 || length > most) {
      throw new TrapException("a call of " + length + " bytes");
    }
    return new String(instance.memory().readBytes(at, length), StandardCharsets.UTF_8);
  }

  private int reply(Instance instance, byte[] reply) {
    Engine_ModuleExports exports = new Engine_ModuleExports(instance);
    int at = exports.cabiRealloc(0, 0, 1, Math.max(1, reply.length));
    instance.memory().write(at, reply, 0, reply.length);
    instance.memory().writeI32(replyAt, at);
    instance.memory().writeI32(replyAt + 4, reply.length);
    return replyAt;
  }
}
