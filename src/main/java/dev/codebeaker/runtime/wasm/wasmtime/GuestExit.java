package dev.codebeaker.runtime.wasm.wasmtime;

/** The guest called {@code proc_exit}: the instance is not to be called again. */
public final class GuestExit extends GuestEnd {
  private static final long serialVersionUID = 1L;

  private final int status;

  GuestExit(int status) {
    super("exit " + status);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
