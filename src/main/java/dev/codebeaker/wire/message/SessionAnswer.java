package dev.codebeaker.wire.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.codebeaker.session.CreatedSession;
import dev.codebeaker.session.SessionView;
import java.util.List;
import java.util.Optional;

/**
 * A session as its owner sees it.
 *
 * @param state {@code active} (waiting for a command), {@code busy} or {@code closed}
 * @param expiresAt when it ends if nothing is done in it, or at the latest
 * @param contexts how many contexts are live in it
 * @param queued how many commands wait behind the one that runs
 * @param detached whether what runs in it goes on when the client that started it goes away
 * @param selection why it has the runtime it has; in the answer to its creation only
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SessionAnswer(
    String sessionId,
    String runtime,
    String language,
    String state,
    String createdAt,
    String lastUsedAt,
    String expiresAt,
    int contexts,
    int queued,
    boolean detached,
    Optional<SelectionAnswer> selection) {

  /** The owner's sessions, oldest first. */
  public record Sessions(int count, List<SessionAnswer> sessions) {
    public static Sessions of(List<SessionView> views) {
      return new Sessions(views.size(), views.stream().map(SessionAnswer::of).toList());
    }
  }

  /** A session is gone, with all that was in it. */
  public record Closed(String sessionId, boolean closed) {}

  /** How many executions were stopped. */
  public record Cancelled(String sessionId, int cancelled) {}

  /** The input, the signal or the size was taken. */
  public record Accepted(String sessionId, boolean accepted) {}

  public static SessionAnswer of(SessionView view) {
    return new SessionAnswer(
        view.id().value(),
        view.runtime(),
        view.language().id(),
        view.state().label(),
        view.createdAt().toString(),
        view.lastUsedAt().toString(),
        view.expiresAt().toString(),
        view.contexts(),
        view.queued(),
        view.detached(),
        Optional.empty());
  }

  /** A session that was just opened, with the reasons for its runtime. */
  public static SessionAnswer opened(CreatedSession created) {
    SessionAnswer session = of(created.session());
    return new SessionAnswer(
        session.sessionId,
        session.runtime,
        session.language,
        session.state,
        session.createdAt,
        session.lastUsedAt,
        session.expiresAt,
        session.contexts,
        session.queued,
        session.detached,
        Optional.of(SelectionAnswer.of(created.selection())));
  }
}
