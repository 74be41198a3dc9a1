package dev.codebeaker.runtime.wasm.wasmtime;

/**
 * How a call into a guest ended when it did not return. Not an error of the service, so it carries
 * no stack trace.
 */
public abstract sealed class GuestEnd extends RuntimeException
    permits GuestExit, GuestTrap, GuestStopped {
  private static final long serialVersionUID = 1L;

  GuestEnd(String message) {
    super(message, null, false, false);
  }
}
