package dev.codebeaker.runtime.process.jail;

import java.io.IOException;

/** Tells a jail's processes from all others where its first is not the parent of all. */
@FunctionalInterface
public interface Belonging {
  /**
   * @throws IOException if the process is gone
   */
  boolean holds(long pid) throws IOException;
}
