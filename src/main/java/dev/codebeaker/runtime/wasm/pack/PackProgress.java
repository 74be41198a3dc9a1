package dev.codebeaker.runtime.wasm.pack;

/** Told how an installation goes on. Called by the installing thread, a few times per second. */
@FunctionalInterface
public interface PackProgress {
  PackProgress SILENT = (activity, fraction) -> {};

  /**
   * @param activity what is being done, for people
   * @param fraction how much of the whole is done, 0 to 1
   */
  void at(String activity, double fraction);
}
