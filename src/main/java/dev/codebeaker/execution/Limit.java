package dev.codebeaker.execution;

import java.util.Arrays;
import java.util.Optional;

/** One thing an execution may use only so much of. */
public enum Limit {
  /** Time on the clock, in milliseconds. */
  WALL("wallMs"),
  /** Processor time, in milliseconds. */
  CPU("cpuMs"),
  /** Memory of the guest, in bytes. */
  MEMORY("memoryBytes"),
  /** Depth of the guest's call stack, in bytes. */
  STACK("stackBytes"),
  /** Standard output and standard error together, in bytes. */
  OUTPUT("outputBytes"),
  /** What the files of the session may hold, in bytes. */
  WORKSPACE("workspaceBytes"),
  /** How many files and directories the session may have. */
  FILES("files"),
  /** How many files may be open at once. */
  OPEN_FILES("openFiles"),
  /** How many processes may live at once. */
  PROCESSES("processes");

  private final String key;

  Limit(String key) {
    this.key = key;
  }

  /** Its name on the wire and in configuration; the unit is in it. */
  public String key() {
    return key;
  }

  /** Its name in an outcome: {@code wall}, {@code open_files} … */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  public static Optional<Limit> byKey(String key) {
    return Arrays.stream(values()).filter(limit -> limit.key.equals(key)).findFirst();
  }
}
