package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.linux.ControlGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;

/** What the processes of a jail have used, and whether the kernel ended one for it. Thread safe. */
public interface Consumption extends AutoCloseable {
  /** What the kernel counts for a control group that somebody else has made and removes. */
  static Consumption ofAnothers(ControlGroup group) {
    return new GroupConsumption(group, false);
  }

  /** Whether a jail's processes are counted without being enrolled. */
  boolean countsFromTheStart();

  /** Counts a jail's first process and all it has started, and what they start from now on. */
  void enroll(ChildProcess first) throws IOException;

  /** Processor time since the jail was opened. */
  Duration cpu();

  /** Memory they hold now, or have held at most where that is known. */
  long memoryBytes();

  /** Whether the kernel ended a process because there was no memory left for the jail. */
  boolean ranOutOfMemory();

  /** Whether the kernel itself bounds the memory, so that nobody has to watch it. */
  boolean boundsMemory();

  /** Processes of the jail, as the host numbers them. */
  Collection<Long> members();

  /** How many processes and threads there are, the confining ones among them. */
  int tasks();

  /**
   * Kills all that are counted, if the kernel keeps them together.
   *
   * @return whether it does
   */
  boolean killAll() throws IOException;

  @Override
  void close();
}
