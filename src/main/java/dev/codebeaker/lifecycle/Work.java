package dev.codebeaker.lifecycle;

/** The work of the service, as the drain sees it. */
public interface Work {
  /** From now on every new session and command is refused with {@code DRAINING}. */
  void refuseNew();

  /** Whether nothing runs and nothing waits to run. */
  boolean isIdle();

  /** Cancels what runs and what waits; returns without waiting for its end. */
  void cancelAll(String reason);

  /** Closes every session; on return nothing is left of their sandboxes. */
  void closeAll();
}
