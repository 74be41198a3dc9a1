package dev.codebeaker.runtime.process.jail;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What the processes of a jail have used, and whether the kernel ended one for it. Thread safe. */
public interface Consumption extends AutoCloseable {
  /** Counts these processes, and what they start from now on. */
  void enroll(List<Long> members) throws IOException;

  /** Processor time since the jail was opened. */
  Duration cpu();

  /** Memory they hold now, or have held at most where that is known. */
  long memoryBytes();

  /** Whether the kernel ended a process because there was no memory left for the jail. */
  boolean ranOutOfMemory();

  /** Whether the kernel itself bounds the memory, so that nobody has to watch it. */
  boolean boundsMemory();

  /**
   * Kills all that are counted, if the kernel keeps them together.
   *
   * @return whether it does
   */
  boolean killAll() throws IOException;

  @Override
  void close();
}
