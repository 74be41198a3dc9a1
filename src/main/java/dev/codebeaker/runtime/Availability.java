package dev.codebeaker.runtime;

/** Whether a runtime can serve a language now. */
public sealed interface Availability {
  /**
   * @param version what serves it, for people: {@code CPython 3.15 on wasmtime 50.0.1}
   */
  record Available(String version) implements Availability {}

  /**
   * It will be, without anybody doing anything.
   *
   * @param activity what is being done, for people
   * @param progress 0 to 1
   */
  record Preparing(String activity, double progress) implements Availability {}

  /**
   * It is not.
   *
   * @param reason what is missing
   * @param remedy what to do about it, as a command where there is one
   */
  record Unavailable(String reason, String remedy) implements Availability {}
}
