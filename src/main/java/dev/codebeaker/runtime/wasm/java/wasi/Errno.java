package dev.codebeaker.runtime.wasm.java.wasi;

/** The error numbers of WASI preview 1 that this implementation answers with. */
public enum Errno {
  SUCCESS(0),
  BADF(8),
  EXIST(20),
  FAULT(21),
  FBIG(22),
  INVAL(28),
  IO(29),
  ISDIR(31),
  LOOP(32),
  MFILE(33),
  NAMETOOLONG(37),
  NOENT(44),
  NOSPC(51),
  NOSYS(52),
  NOTDIR(54),
  NOTEMPTY(55),
  NOTSOCK(57),
  NOTSUP(58),
  PERM(63),
  SPIPE(70),
  XDEV(75),
  NOTCAPABLE(76);

  private final int code;

  Errno(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  WasiException exception() {
    return new WasiException(this);
  }
}
