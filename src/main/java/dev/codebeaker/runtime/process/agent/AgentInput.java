package dev.codebeaker.runtime.process.agent;

import java.io.IOException;

/** Where an agent's answers come from. */
@FunctionalInterface
public interface AgentInput {
  /**
   * Takes what is there, and waits if there is nothing yet.
   *
   * @return how many bytes; -1 when the other end is closed
   */
  int read(byte[] buffer) throws IOException;
}
