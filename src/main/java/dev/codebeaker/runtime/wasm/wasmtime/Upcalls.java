package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.codebeaker.foreign.Signature;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.Map;

/**
 * The Java methods that wasmtime calls, always on the thread that called the guest. Nothing may be
 * thrown out of them: it would end the process.
 */
final class Upcalls {
  /** Their names and types, for the native image's registration. */
  static final Map<String, Signature> TABLE =
      Map.of("hostCall", new Signature("ppppl"), "epoch", new Signature("ppppp"));

  static final MemorySegment HOST_CALL = stub("hostCall");
  static final MemorySegment EPOCH = stub("epoch");

  private Upcalls() {}

  private static MemorySegment stub(String method) {
    Signature signature = java.util.Objects.requireNonNull(TABLE.get(method));
    try {
      return Linker.nativeLinker()
          .upcallStub(
              MethodHandles.lookup()
                  .findStatic(Upcalls.class, method, signature.descriptor().toMethodType()),
              signature.descriptor(),
              Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** {@code wasm_trap_t *(void *env, wasmtime_caller_t *, wasmtime_val_raw_t *values, size_t)} */
  @SuppressWarnings("unused")
  static MemorySegment hostCall(
      MemorySegment env, MemorySegment caller, MemorySegment values, long count) {
    try {
      HostFunction function = HostFunctions.at(env.address());
      HostArguments arguments = HostArguments.of(values, count);
      return Instance.current().answer(function, arguments);
    } catch (Throwable t) {
      return refuse(t);
    }
  }

  /**
   * {@code wasmtime_error_t *(wasmtime_context_t *, void *data, uint64_t *delta, uint8_t *kind)}
   */
  @SuppressWarnings("unused")
  static MemorySegment epoch(
      MemorySegment context, MemorySegment data, MemorySegment delta, MemorySegment kind) {
    try {
      if (Instance.current().atEpoch()) {
        return WasmtimeErrors.newError("stopped");
      }
      delta.reinterpret(Long.BYTES).set(JAVA_LONG, 0, 1);
      kind.reinterpret(1).set(JAVA_BYTE, 0, (byte) 0);
      return MemorySegment.NULL;
    } catch (Throwable t) {
      return refuseEpoch(t);
    }
  }

  private static MemorySegment refuse(Throwable failure) {
    try {
      return WasmtimeErrors.newTrap("host: " + failure);
    } catch (Throwable t) {
      return MemorySegment.NULL;
    }
  }

  private static MemorySegment refuseEpoch(Throwable failure) {
    try {
      return WasmtimeErrors.newError("host: " + failure);
    } catch (Throwable t) {
      return MemorySegment.NULL;
    }
  }
}
