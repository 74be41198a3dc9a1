package dev.codebeaker.session;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The open sessions, their places, and for a while the closed ones. Thread safe. */
final class SessionRegistry {
  private record Past(Owner owner, CloseReason reason) {}

  private static final Comparator<Session> OLDEST_FIRST =
      Comparator.comparing((Session session) -> session.terms().createdAt())
          .thenComparing(session -> session.terms().id().value());

  private final SessionConfig config;
  private final SessionNames names = new SessionNames();
  private final ConcurrentHashMap<SessionId, Session> open = new ConcurrentHashMap<>();

  // guarded by this
  private final Map<Owner, Integer> places = new HashMap<>();
  private int placesTaken;
  private final LinkedHashMap<SessionId, Past> past = new LinkedHashMap<>();

  SessionRegistry(SessionConfig config) {
    this.config = config;
  }

  /**
   * Takes a place for a session about to be opened; {@link #givePlaceBack} when nothing is left of
   * it.
   */
  synchronized void takePlace(Owner owner) {
    int owned = places.getOrDefault(owner, 0);
    if (placesTaken >= config.maxSessions()) {
      throw tooMany("the service has " + placesTaken + " sessions open, and can have no more");
    }
    if (owned >= config.maxSessionsPerOwner()) {
      throw tooMany("you have " + owned + " sessions open, and can have no more");
    }
    places.put(owner, owned + 1);
    placesTaken++;
  }

  synchronized void givePlaceBack(Owner owner) {
    places.computeIfPresent(owner, (_, owned) -> owned == 1 ? null : owned - 1);
    placesTaken--;
  }

  SessionId newName() {
    return names.next();
  }

  synchronized int placesTaken() {
    return placesTaken;
  }

  void add(Session session) {
    open.put(session.terms().id(), session);
  }

  /** It is closed for its client from now on, and still listed in {@link #all}. */
  synchronized void remember(Session session, CloseReason reason) {
    if (session.terms().oneShot()) {
      return;
    }
    past.putIfAbsent(session.terms().id(), new Past(session.terms().owner(), reason));
    if (past.size() > config.rememberClosed()) {
      past.pollFirstEntry();
    }
  }

  /** Whether it was there. */
  boolean remove(Session session) {
    return open.remove(session.terms().id(), session);
  }

  /**
   * The open session of that name that belongs to the owner.
   *
   * @throws ServiceException {@code SESSION_CLOSED}, {@code SESSION_ELSEWHERE} or {@code
   *     SESSION_NOT_FOUND}
   */
  Session find(Owner owner, SessionId id) {
    Optional<CloseReason> reason = pastReason(owner, id);
    if (reason.isPresent()) {
      throw closed(reason.get());
    }
    Session session = open.get(id);
    if (session == null && names.isForeign(id)) {
      throw elsewhere();
    }
    if (session == null || session.terms().oneShot() || !session.terms().owner().equals(owner)) {
      throw ServiceException.of(ErrorCode.SESSION_NOT_FOUND, "there is no such session")
          .field("sessionId")
          .fix("use the sessionId that session.create answered");
    }
    return session;
  }

  /** The owner's sessions, oldest first. */
  List<Session> of(Owner owner) {
    return open.values().stream()
        .filter(session -> !session.terms().oneShot() && session.terms().owner().equals(owner))
        .sorted(OLDEST_FIRST)
        .toList();
  }

  List<Session> all() {
    return List.copyOf(open.values());
  }

  static ServiceException closed(CloseReason reason) {
    return ServiceException.of(
            ErrorCode.SESSION_CLOSED, "the session is closed: " + reason.sentence())
        .field("sessionId")
        .fix("create a new session");
  }

  private synchronized Optional<CloseReason> pastReason(Owner owner, SessionId id) {
    return Optional.ofNullable(past.get(id))
        .filter(closed -> closed.owner().equals(owner))
        .map(Past::reason);
  }

  private static ServiceException elsewhere() {
    return ServiceException.of(
            ErrorCode.SESSION_ELSEWHERE, "another instance of the service has made this session")
        .field("sessionId")
        .fix(
            "ask on the connection that made it, or with its cookie, so that the same instance is"
                + " reached; if that goes on, the instance is gone: create a new session");
  }

  private static ServiceException tooMany(String message) {
    return ServiceException.of(ErrorCode.TOO_MANY_SESSIONS, message)
        .fix("close sessions that are no longer needed, or try again later");
  }
}
