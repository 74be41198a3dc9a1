package dev.codebeaker.session;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.session.SessionObserver.Scope;
import dev.codebeaker.session.SessionObserver.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Opens sessions, and sees to it that each is closed once and leaves nothing. */
final class SessionLife {
  private static final Logger LOG = Logger.getLogger(SessionLife.class);

  private static final Duration LAST_WAIT = Duration.ofSeconds(10);

  private final SessionRules rules;
  private final SessionOpener opener;
  private final SessionRegistry registry;
  private final Activity activity = new Activity();
  private volatile boolean refusing;

  SessionLife(SessionRules rules, SessionOpener opener) {
    this.rules = rules;
    this.opener = opener;
    this.registry = new SessionRegistry(rules.config());
  }

  Activity activity() {
    return activity;
  }

  Session open(Owner owner, SessionRequest request, boolean oneShot) {
    activity.begin();
    try {
      requireServing();
      SessionTerms terms = terms(owner, request, oneShot);
      registry.takePlace(owner);
      return openInPlace(terms, request);
    } finally {
      activity.end();
    }
  }

  Session find(Owner owner, SessionId id) {
    return registry.find(owner, id);
  }

  List<Session> of(Owner owner) {
    return registry.of(owner);
  }

  List<Session> all() {
    return registry.all();
  }

  int placesTaken() {
    return registry.placesTaken();
  }

  void refuseNew() {
    refusing = true;
  }

  void requireServing() {
    if (refusing) {
      throw SessionService.draining();
    }
  }

  /** Blocks until nothing is left; a second caller waits for the first. */
  void close(Session session, CloseReason reason) {
    registry.remember(session, reason);
    try (Scope _ = rules.observer().step(Step.CLOSE)) {
      session.close(reason);
    } finally {
      if (registry.remove(session)) {
        registry.givePlaceBack(session.terms().owner());
        rules
            .observer()
            .closed(session.terms().id(), session.runtimeName(), reason, session.lived());
      }
    }
  }

  CompletableFuture<Void> closeExpired() {
    Instant now = rules.clock().instant();
    return CompletableFuture.allOf(
        registry.all().stream()
            .flatMap(session -> session.expired(now).map(why -> closeAside(session, why)).stream())
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Also those that were being opened when new ones began to be refused. */
  void closeAll() {
    closeAllOpen();
    try {
      if (!activity.awaitIdle(LAST_WAIT)) {
        LOG.warnf("%d commands do not end", activity.count());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    closeAllOpen();
  }

  private void closeAllOpen() {
    CompletableFuture.allOf(
            registry.all().stream()
                .map(session -> closeAside(session, CloseReason.SHUTDOWN))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  private Session openInPlace(SessionTerms terms, SessionRequest request) {
    boolean complete = false;
    try {
      Limits limits = rules.limits().ofSandbox(terms.limits());
      SessionOpener.Opened opened = opener.open(terms, request, limits, rules.observer());
      Session session = session(terms, opened);
      registry.add(session);
      complete = true;
      rules.observer().opened(terms.id(), session.runtimeName(), terms.language(), opened.took());
      if (refusing) {
        close(session, CloseReason.SHUTDOWN);
        throw SessionService.draining();
      }
      return session;
    } finally {
      if (!complete) {
        registry.givePlaceBack(terms.owner());
      }
    }
  }

  private Session session(SessionTerms terms, SessionOpener.Opened opened) {
    Consumer<Session> afterLast =
        rules.observer().within(over -> closeLogging(over, CloseReason.FINISHED));
    return new Session(terms, opened, rules, activity, afterLast);
  }

  private CompletableFuture<Void> closeAside(Session session, CloseReason reason) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              closeLogging(session, reason);
              done.complete(null);
            });
    return done;
  }

  private void closeLogging(Session session, CloseReason reason) {
    try {
      close(session, reason);
    } catch (RuntimeException failure) {
      LOG.errorf(failure, "Session %s left something behind", session.terms().id());
    }
  }

  private SessionTerms terms(Owner owner, SessionRequest request, boolean oneShot) {
    SessionConfig config = rules.config();
    return new SessionTerms(
        registry.newName(),
        owner,
        request.language(),
        rules.limits().ofSession(request.limits()),
        rules.clock().instant(),
        span("idleTimeout", request.idleTimeout(), config.idleTimeout(), config.maxIdleTimeout()),
        span("lifetime", request.lifetime(), config.lifetime(), config.maxLifetime()),
        oneShot,
        request.detached());
  }

  private static Duration span(
      String field, Optional<Duration> asked, Duration usual, Duration most) {
    Duration span = asked.orElse(usual);
    if (span.isZero() || span.isNegative()) {
      throw ServiceException.of(ErrorCode.INVALID_PARAMS, field + " must be positive")
          .field(field)
          .fix("ask for a time up to " + most.toSeconds() + " s, or leave it out");
    }
    if (span.compareTo(most) > 0) {
      throw ServiceException.of(
              ErrorCode.LIMIT_TOO_HIGH, field + " is above " + most.toSeconds() + " s")
          .field(field)
          .fix("ask for at most " + most.toSeconds() + " s");
    }
    return span;
  }
}
