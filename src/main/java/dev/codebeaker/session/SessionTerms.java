package dev.codebeaker.session;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import java.time.Duration;
import java.time.Instant;

/**
 * What was agreed on when a session was opened.
 *
 * @param detached whether it outlives the connection that opened it
 * @param oneShot whether it is for one program only, and nobody can name it
 */
record SessionTerms(
    SessionId id,
    Owner owner,
    Language language,
    Limits limits,
    Instant createdAt,
    Duration idleTimeout,
    Duration lifetime,
    boolean detached,
    boolean oneShot) {
  Instant endOfLife() {
    return createdAt.plus(lifetime);
  }
}
