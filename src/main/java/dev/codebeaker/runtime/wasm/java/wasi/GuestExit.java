package dev.codebeaker.runtime.wasm.java.wasi;

/** Unwinds a guest that called {@code proc_exit}. */
public final class GuestExit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  public GuestExit(int code) {
    super("exit", null, false, false);
    this.code = code;
  }

  public int code() {
    return code;
  }
}
