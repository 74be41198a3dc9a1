package dev.codebeaker.runtime.wasm.wasmtime;

/** The guest was stopped hard: the instance is dead, its memory in the middle of something. */
public final class GuestStopped extends GuestEnd {
  private static final long serialVersionUID = 1L;

  private final StopCause stopCause;

  GuestStopped(StopCause stopCause) {
    super("stopped: " + stopCause);
    this.stopCause = stopCause;
  }

  public StopCause stopCause() {
    return stopCause;
  }
}
