package dev.codebeaker.runtime.wasm.java.wasi;

/** A WASI call fails with an error number; the guest goes on. */
public final class WasiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Errno errno;

  WasiException(Errno errno) {
    super(errno.name(), null, false, false);
    this.errno = errno;
  }

  /** The service could not read a file it has lent. */
  public static WasiException unreadable() {
    return new WasiException(Errno.IO);
  }

  public Errno errno() {
    return errno;
  }
}
