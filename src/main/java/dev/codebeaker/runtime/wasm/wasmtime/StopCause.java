package dev.codebeaker.runtime.wasm.wasmtime;

/** Why a guest was asked to stop. */
public enum StopCause {
  /** Its time on the clock is up. */
  WALL,
  /** Its processor time is used up. */
  CPU,
  /** It has written more than it may. */
  OUTPUT,
  /** Somebody outside asked. */
  CANCELLED
}
