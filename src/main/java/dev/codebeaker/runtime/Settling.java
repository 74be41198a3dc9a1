package dev.codebeaker.runtime;

import java.time.Duration;

/** What is done to a context behind a turn, so that a later one finds it as it should be. */
public enum Settling {
  /** What the turn left was kept. */
  CHECKPOINT,
  /** What the turn lost was put back. */
  RESTORE;

  /** Is told how long it took. Called by any thread, and must not block. */
  @FunctionalInterface
  public interface Observer {
    Observer NONE = (_, _) -> {};

    void took(Settling what, Duration time);
  }
}
