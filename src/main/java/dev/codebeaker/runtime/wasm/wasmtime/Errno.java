package dev.codebeaker.runtime.wasm.wasmtime;

/** The answers of WASI preview 1 that the host gives by itself. */
final class Errno {
  static final int SUCCESS = 0;
  static final int BADF = 8;
  static final int DQUOT = 19;
  static final int FBIG = 22;
  static final int INTR = 27;
  static final int INVAL = 28;
  static final int MFILE = 33;
  static final int NOENT = 44;
  static final int NOTDIR = 54;
  static final int NOTSUP = 58;
  static final int PERM = 63;

  private Errno() {}
}
