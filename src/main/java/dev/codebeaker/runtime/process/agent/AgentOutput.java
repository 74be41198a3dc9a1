package dev.codebeaker.runtime.process.agent;

import java.io.IOException;

/** Where an agent's requests go. */
@FunctionalInterface
public interface AgentOutput {
  /** Writes all of it, and waits while the other end is full. */
  void write(byte[] data) throws IOException;
}
