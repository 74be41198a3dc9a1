package dev.codebeaker.session;

import dev.codebeaker.execution.Language;
import java.time.Instant;

/**
 * A session as its owner sees it.
 *
 * @param state where it is in its life
 * @param expiresAt when it ends if nothing is done in it, or at the latest
 * @param contexts how many contexts are live in it
 * @param queued how many commands wait behind the one that runs
 * @param detached whether what runs in it goes on when the client that started it goes away
 */
public record SessionView(
    SessionId id,
    State state,
    Language language,
    String runtime,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt,
    int contexts,
    int queued,
    boolean detached) {
  /** active: waiting for a command; busy: running one; closed: gone. */
  public enum State {
    ACTIVE,
    BUSY,
    CLOSED;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
