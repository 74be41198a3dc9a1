package dev.codebeaker.runtime.wasm.java;

import java.util.Deque;
import run.endive.runtime.Instance;
import run.endive.runtime.InterpreterMachine;
import run.endive.runtime.MStack;
import run.endive.runtime.StackFrame;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionType;

/**
 * The interpreter with a bound on the guest's call stack. Its frames and operands live in the
 * service's heap, so the thread's own stack is no bound on them.
 */
final class GuardedMachine extends InterpreterMachine {
  private static final int FRAME_BYTES = 64;
  private static final int SLOT_BYTES = 8;

  private final long limit;
  private long used;

  GuardedMachine(Instance instance, long stackBytes) {
    super(instance);
    this.limit = stackBytes;
  }

  /** The guest's call stack is full. */
  static final class StackExhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StackExhausted() {
      super("call stack exhausted", null, false, false);
    }
  }

  @Override
  protected long[] call(
      MStack stack,
      Instance instance,
      Deque<StackFrame> callStack,
      int funcId,
      long[] args,
      Object[] refArgs,
      FunctionType callType,
      boolean popResults)
      throws WasmEngineException {
    long frame = frameBytes(instance.function(funcId), args);
    if (used + frame + (long) stack.size() * SLOT_BYTES > limit) {
      throw new StackExhausted();
    }
    used += frame;
    try {
      return super.call(stack, instance, callStack, funcId, args, refArgs, callType, popResults);
    } finally {
      used -= frame;
    }
  }

  private static long frameBytes(FunctionBody function, long[] args) {
    int slots = args.length + (function == null ? 0 : function.localTypes().size());
    return FRAME_BYTES + (long) SLOT_BYTES * slots;
  }
}
