package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The functions of the host that the prelude is built on. */
enum HostCall {
  /** Writes text to standard output. */
  OUT,
  /** Writes text to standard error. */
  ERR,
  /** One line of standard input with its end; empty at the end; null when asked to stop. */
  LINE,
  /** Arguments and environment, as JSON. */
  CONFIG,
  /** Notes the exit code and ends the program; the caller loops until it is interrupted. */
  EXIT,
  /** So many random bytes. */
  ENTROPY,
  /** Text to bytes. */
  ENCODE,
  /** Bytes to text. */
  DECODE,
  /** A call of {@code fs}. */
  FILES,
  /** Places in what was evaluated to places in what the user wrote, a line for each. */
  PLACES,
  /** How many bytes of memory the guest has. */
  MEMORY;

  private static final Map<String, HostCall> BY_KEY =
      Arrays.stream(values()).collect(Collectors.toMap(HostCall::key, Function.identity()));

  /** Its name in the prelude. */
  String key() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  static Optional<HostCall> of(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }
}
