package dev.codebeaker.runtime.wasm.wasmtime;

/** The machine the guest runs on faulted; the instance is not to be called again. */
public final class GuestTrap extends GuestEnd {
  private static final long serialVersionUID = 1L;

  /** What kind of fault, in the order of wasmtime's own codes. */
  public enum Kind {
    STACK_EXHAUSTED,
    OUT_OF_BOUNDS,
    MISALIGNED,
    TABLE_OUT_OF_BOUNDS,
    NULL_CALL,
    BAD_SIGNATURE,
    INTEGER_OVERFLOW,
    DIVISION_BY_ZERO,
    BAD_CONVERSION,
    UNREACHABLE,
    INTERRUPT,
    /** Any other, and a refusal by a host function. */
    OTHER;

    static Kind ofCode(int code) {
      return code >= 0 && code < OTHER.ordinal() ? values()[code] : OTHER;
    }

    /** For people. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  private final Kind kind;

  GuestTrap(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
