package dev.codebeaker.session;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import java.time.Duration;
import java.time.Instant;

/**
 * What was agreed on when a session was opened.
 *
 * @param oneShot whether it is for one program only, and nobody can name it
 * @param detached whether what runs in it goes on when the client that started it goes away
 */
record SessionTerms(
    SessionId id,
    Owner owner,
    Language language,
    Limits limits,
    Instant createdAt,
    Duration idleTimeout,
    Duration lifetime,
    boolean oneShot,
    boolean detached) {
  Instant endOfLife() {
    return createdAt.plus(lifetime);
  }

  /** When it ends if nothing is done in it from then on. */
  Instant endWhenIdleSince(Instant then) {
    Instant end = then.plus(idleTimeout);
    return end.isBefore(endOfLife()) ? end : endOfLife();
  }
}
