package dev.codebeaker.session;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.testing.Output;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionLifeTest extends SessionScenario {
  @Test
  void aClosedSessionSaysSo() {
    SessionId id = open();
    Submission blocked = run(id, "block", new Output());
    Submission waiting = run(id, "print x", new Output());
    blocked.started().join();
    service.close(OWNER, id);
    assertThat(outcome(blocked.result().join()).label()).isEqualTo("cancelled");
    assertThat(outcome(waiting.result().join()).label()).isEqualTo("cancelled");
    assertThat(sandbox().isClosed()).isTrue();
    ServiceException failure =
        failsWith(ErrorCode.SESSION_CLOSED, () -> run(id, "print x", new Output()));
    assertThat(failure.getMessage()).contains("closed by its client");
    failsWith(ErrorCode.SESSION_CLOSED, () -> service.close(OWNER, id));
  }

  @Test
  void onlySoManyClosedSessionsAreRemembered() {
    serve(Map.of("codebeaker.session.remember-closed", "1"));
    SessionId first = open();
    SessionId second = open();
    service.close(OWNER, first);
    service.close(OWNER, second);
    failsWith(ErrorCode.SESSION_NOT_FOUND, () -> service.get(OWNER, first));
    failsWith(ErrorCode.SESSION_CLOSED, () -> service.get(OWNER, second));
  }

  @Test
  void anIdleSessionIsClosed() {
    SessionId id = open();
    test.clock().pass(Duration.ofMinutes(29));
    service.closeExpired().join();
    run(id, "print x", new Output()).result().join();
    test.clock().pass(Duration.ofMinutes(29));
    service.closeExpired().join();
    assertThat(service.get(OWNER, id).expiresAt())
        .isEqualTo(test.clock().instant().plusSeconds(60));
    test.clock().pass(Duration.ofMinutes(1));
    service.closeExpired().join();
    ServiceException failure = failsWith(ErrorCode.SESSION_CLOSED, () -> service.get(OWNER, id));
    assertThat(failure.getMessage()).contains("idle");
  }

  @Test
  void aBusySessionIsNotIdleButItsLifeEnds() {
    SessionId id = open();
    Submission blocked = run(id, "block", new Output());
    blocked.started().join();
    test.clock().pass(Duration.ofMinutes(119));
    service.closeExpired().join();
    assertThat(service.get(OWNER, id).state()).isEqualTo(SessionView.State.BUSY);
    test.clock().pass(Duration.ofMinutes(1));
    service.closeExpired().join();
    Outcome.Cancelled cancelled = (Outcome.Cancelled) outcome(blocked.result().join());
    assertThat(cancelled.reason()).contains("end of its life");
  }

  @Test
  void thereAreOnlySoManySessions() {
    List<SessionId> open = List.of(open(), open(), open(), open());
    ServiceException failure = failsWith(ErrorCode.TOO_MANY_SESSIONS, this::open);
    assertThat(failure.fix()).isPresent();
    service.close(OWNER, open.getFirst());
    open();
  }

  @Test
  void anOwnerHasOnlySoManySessions() {
    serve(Map.of("codebeaker.session.max-sessions-per-owner", "1"));
    open();
    failsWith(ErrorCode.TOO_MANY_SESSIONS, this::open);
    service.create(new Owner("bob"), REQUEST);
  }

  @Test
  void aFailedOpenLeavesNothing() {
    runtime.failToOpen(ServiceException.of(ErrorCode.RUNTIME_FAILED, "no"));
    failsWith(ErrorCode.RUNTIME_FAILED, this::open);
    assertThat(service.openSessions()).isZero();
  }

  @Test
  void aDrainRefusesNewWorkAndWaitsForTheRest() throws InterruptedException {
    SessionId id = open();
    Submission blocked = run(id, "block", new Output());
    service.refuseNew();
    ServiceException failure = failsWith(ErrorCode.DRAINING, this::open);
    assertThat(failure.code().retryable()).isTrue();
    failsWith(ErrorCode.DRAINING, () -> run(id, "print x", new Output()));
    assertThat(service.awaitIdle(Duration.ofMillis(1))).isFalse();
    service.cancelAll("the service is shutting down");
    assertThat(service.awaitIdle(Duration.ofSeconds(10))).isTrue();
    assertThat(((Outcome.Cancelled) outcome(blocked.result().join())).reason())
        .isEqualTo("the service is shutting down");
  }

  @Test
  void aSessionBeingOpenedWhileTheServiceClosesLeavesNothing() throws Exception {
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    runtime.beforeOpen(
        () -> {
          opening.countDown();
          try {
            goOn.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    Thread client = Thread.ofVirtual().start(() -> failsWith(ErrorCode.DRAINING, this::open));
    opening.await();
    service.refuseNew();
    assertThat(service.isIdle()).isFalse();
    goOn.countDown();
    client.join();
    assertThat(service.openSessions()).isZero();
  }

  @Test
  void closingFromACallbackOfTheSessionDoesNotWaitForItself() {
    SessionId id = open();
    Submission run = run(id, "print x", new Output());
    run.result().thenRun(() -> service.close(OWNER, id)).join();
    assertThat(sandbox().isClosed()).isTrue();
  }
}
