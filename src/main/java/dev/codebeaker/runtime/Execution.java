package dev.codebeaker.runtime;

import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.failure.ServiceException;

/** One command running. All methods may be called from any thread and at any time. */
public interface Execution {
  /**
   * Waits for the end.
   *
   * @throws ServiceException if the service, not the program, failed
   */
  Outcome await() throws InterruptedException;

  /**
   * Stops it: gently where a context is to survive, then hard. Returns at once; {@link #await}
   * tells when it has ended. Does nothing if it has.
   */
  void cancel(String reason);

  /**
   * Sends a signal to what runs, if it does still.
   *
   * @throws ServiceException {@code NOT_SUPPORTED} where the runtime does not offer {@link
   *     RuntimeCapabilities.Feature#SIGNALS}
   */
  default void signal(Signal signal) {
    throw RuntimeCapabilities.Feature.SIGNALS.missing();
  }

  /**
   * Tells its terminal's new size. Does nothing once it has ended.
   *
   * @throws ServiceException {@code NOT_SUPPORTED} where it has no terminal
   */
  default void resize(TerminalSize size) {
    throw RuntimeCapabilities.Feature.TERMINAL.missing();
  }

  /** Adds to its standard input. Does nothing once it has ended or its input was ended. */
  void input(byte[] data);

  /** Ends its standard input: the program finds the end of file behind what was added. */
  void endInput();
}
