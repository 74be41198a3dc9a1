package dev.codebeaker.execution;

/**
 * What a run can read.
 *
 * @param initial read first
 * @param open whether more may follow; if not, the program finds the end behind {@code initial}
 */
public record Stdin(byte[] initial, boolean open) {
  public static final Stdin EMPTY = new Stdin(new byte[0], false);
}
