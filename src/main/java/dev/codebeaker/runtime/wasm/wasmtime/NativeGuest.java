package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.wasm.WasmGuest;
import java.util.Optional;

/** A guest of this engine: what other threads do to it goes to its runs, whatever its language. */
public abstract class NativeGuest implements WasmGuest {
  protected final GuestRuns runs = new GuestRuns();

  @Override
  public Optional<Settling> settle() {
    runs.ready();
    return Optional.empty();
  }

  @Override
  public final void stop(String reason) {
    runs.stop(reason);
  }

  @Override
  public final void input(byte[] data) {
    runs.input(data);
  }

  @Override
  public final void endInput() {
    runs.endInput();
  }

  @Override
  public final void close() {
    runs.close(this::release);
  }

  /** Lets go of what outlives a run. Called once, when nothing runs any more. */
  protected void release() {}
}
