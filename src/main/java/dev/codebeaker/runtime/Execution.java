package dev.codebeaker.runtime;

import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.failure.ServiceException;
import java.util.concurrent.CompletableFuture;

/** One command running. All methods may be called from any thread and at any time. */
public interface Execution {
  /**
   * Waits for the end.
   *
   * @throws ServiceException if the service, not the program, failed
   */
  Outcome await() throws InterruptedException;

  /**
   * The same for who has no thread to wait with: completes once it has ended, or fails with what
   * {@link #await} throws. May complete on the very thread that ran the program, so what depends on
   * it must not block, and must not wait for the sandbox.
   *
   * <p>A runtime that knows the moment of the end implements it; this one waits on a virtual
   * thread.
   */
  default CompletableFuture<Outcome> ending() {
    CompletableFuture<Outcome> ending = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("execution-end")
        .start(
            () -> {
              try {
                ending.complete(await());
              } catch (Throwable failure) {
                ending.completeExceptionally(failure);
              }
            });
    return ending;
  }

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
