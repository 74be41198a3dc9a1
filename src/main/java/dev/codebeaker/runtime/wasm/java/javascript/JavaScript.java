package dev.codebeaker.runtime.wasm.java.javascript;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.java.HeapBudget;
import dev.codebeaker.runtime.wasm.java.RunGate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Opens JavaScript guests; begins to prepare their base at once. */
public final class JavaScript {
  private static final long STACK_BYTES = 16L << 20;

  private final HeapBudget heap;
  private final CompletableFuture<PreparedInterpreter> base = new CompletableFuture<>();

  public JavaScript(HeapBudget heap) {
    this.heap = heap;
    Thread thread = new Thread(null, this::prepare, "javascript-base", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
  }

  private void prepare() {
    try {
      base.complete(new PreparedInterpreter(heap));
    } catch (RuntimeException | Error e) {
      base.completeExceptionally(e);
    }
  }

  public WasmGuest open(GuestSpec spec, RunGate gate) {
    try {
      return new JavaScriptGuest(base.join(), heap, spec, gate);
    } catch (CompletionException e) {
      throw ServiceException.because(
          ErrorCode.RUNTIME_FAILED, "the JavaScript interpreter could not be prepared", e);
    }
  }
}
