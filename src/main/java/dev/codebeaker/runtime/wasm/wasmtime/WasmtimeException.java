package dev.codebeaker.runtime.wasm.wasmtime;

/** wasmtime refused something of ours: a module, an import, a setting. */
public final class WasmtimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WasmtimeException(String message) {
    super(message);
  }

  public WasmtimeException(String message, Throwable cause) {
    super(message, cause);
  }
}
