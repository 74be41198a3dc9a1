package dev.codebeaker.session;

import dev.codebeaker.selection.Selection;

/**
 * A session that was just opened.
 *
 * @param selection why it has the runtime it has: its winner is that runtime
 */
public record CreatedSession(SessionView session, Selection selection) {
  public SessionId id() {
    return session.id();
  }
}
