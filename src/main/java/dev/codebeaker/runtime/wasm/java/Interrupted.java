package dev.codebeaker.runtime.wasm.java;

/** Unwinds a guest that was stopped; the {@link Run} knows why. */
public final class Interrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Interrupted() {
    super("stopped", null, false, false);
  }
}
