package dev.codebeaker.execution;

/**
 * Receives the output of one execution.
 *
 * <p>Called by one thread at a time, in order, and no more once the outcome is known. It may block
 * for a short while (the guest's clock goes on), and must not throw: an exception ends the
 * execution.
 */
@FunctionalInterface
public interface OutputSink {
  OutputSink NOWHERE = chunk -> {};

  void accept(OutputChunk chunk);
}
