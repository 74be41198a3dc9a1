package dev.codebeaker.session;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.FileCommand;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.testing.FakeRuntime;
import dev.codebeaker.testing.Output;
import dev.codebeaker.testing.TestService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is refused, and what is not, while more is begun than the machine keeps up with. */
class OverloadTest extends SessionScenario {
  private static final RunCode WAITS = RunCode.program(LANGUAGE, "print here\nblock");
  private static final Map<String, String> THREE =
      Map.of("codebeaker.admission.max-begun-per-processor", "3");

  private static final Map<String, String> NO_WAIT = Map.of("codebeaker.admission.max-wait", "0s");

  private final List<Submission> running = new ArrayList<>();

  @BeforeEach
  void takeThree() {
    serve(THREE);
  }

  @Test
  void aBurstIsServed() {
    for (int i = 0; i < 50; i++) {
      begin();
    }
    assertThat(running).hasSize(50);
  }

  @Test
  void whatComesAfterTooMuchForTooLongIsRefusedAndMayComeAgain() {
    overload();
    ServiceException refused = failsWith(ErrorCode.OVERLOADED, this::begin);
    assertThat(refused.code().retryable()).isTrue();
    assertThat(refused.fix()).isPresent();
  }

  @Test
  void itIsNotOverBecauseProgramsTakeLong() {
    overload();
    test.clock().pass(Duration.ofSeconds(3));
    failsWith(ErrorCode.OVERLOADED, this::begin);
  }

  @Test
  void itIsOverWhenTheProgramsTurnOutToWait() {
    overload();
    test.clock().pass(Duration.ofSeconds(6));
    begin();
  }

  @Test
  void itIsOverWhenTheProgramsHaveEnded() {
    overload();
    running.forEach(each -> each.cancel("enough"));
    running.forEach(each -> each.result().join());
    begin();
  }

  @Test
  void programsThatRunForLongMayBeAnyNumber() {
    for (int i = 0; i < 20; i++) {
      begin();
      begin();
      begin();
      test.clock().pass(Duration.ofMillis(300));
    }
    assertThat(running).hasSize(60);
  }

  @Test
  void codeInASessionIsRefusedTooAndTheSessionLivesOn() {
    SessionId session = open();
    overload();
    failsWith(ErrorCode.OVERLOADED, () -> run(session, "print x", new Output()));
    test.clock().pass(Duration.ofSeconds(6));
    assertThat(outcome(run(session, "print x", new Output()).result().join()))
        .isInstanceOf(Outcome.Exited.class);
  }

  @Test
  void filesAreServedAndSessionsClosedMeanwhile() {
    SessionId session = open();
    overload();
    command(session, new FileCommand.WriteFile(path("kept"), new byte[] {1}));
    service.close(OWNER, session);
  }

  @Test
  void whileTheRuntimeIsBusyNothingIsPutBehindWhatTakesTooLong() {
    serve(NO_WAIT);
    SessionId session = open();
    run(session, "print x", new Output()).result().join();
    makeBusy();
    Submission cat = interactive(session, new Output());
    ServiceException refused =
        failsWith(ErrorCode.OVERLOADED, () -> run(session, "print y", new Output()));
    assertThat(refused.code().retryable()).isTrue();
    assertThat(refused.fix()).isPresent();
    failsWith(
        ErrorCode.OVERLOADED,
        () -> command(session, new FileCommand.WriteFile(path("file"), new byte[] {1})));

    service.input(OWNER, session, Optional.of(cat.id()), new byte[] {'x'}, false);
    assertThat(service.cancel(OWNER, session, Optional.empty(), "enough")).isOne();
    cat.result().join();
    command(session, new FileCommand.WriteFile(path("file"), new byte[] {1}));
    service.close(OWNER, session);
  }

  @Test
  void whatASessionHasWaitingIsItsOwnAffairWhereTheRuntimeIsNotBusy() {
    serve(NO_WAIT);
    SessionId session = open();
    run(session, "print x", new Output()).result().join();
    Submission first = run(session, "block", new Output());
    Submission second = run(session, "print y", new Output());
    first.cancel("enough");
    assertThat(outcome(second.result().join())).isInstanceOf(Outcome.Exited.class);
  }

  @Test
  void aShortWaitIsServedThoughTheRuntimeIsBusy() {
    serve(Map.of("codebeaker.admission.max-wait", "1h"));
    SessionId session = open();
    run(session, "print x", new Output()).result().join();
    makeBusy();
    Submission first = run(session, "block", new Output());
    Submission second = run(session, "print y", new Output());
    first.cancel("enough");
    assertThat(outcome(second.result().join())).isInstanceOf(Outcome.Exited.class);
  }

  private void makeBusy() {
    for (int i = 0; i < 4; i++) {
      begin();
    }
  }

  @Test
  void anotherRuntimeGoesOn() {
    FakeRuntime idle =
        FakeRuntime.named(
            "idle", runtime.capabilities().isolation(), Duration.ofSeconds(9), 9, "other");
    test = TestService.over(List.of(runtime, idle), THREE);
    service = test.service();
    overload();
    idle.failToOpen(ServiceException.of(ErrorCode.RUNTIME_FAILED, "it was asked"));
    failsWith(
        ErrorCode.RUNTIME_FAILED,
        () -> service.create(OWNER, SessionRequest.of(new Language("other"))));
  }

  /** Three new ones each tenth of a second, for longer than a burst may last. */
  private void overload() {
    for (int i = 0; i < 4; i++) {
      begin();
      begin();
      begin();
      test.clock().pass(Duration.ofMillis(100));
    }
  }

  private void begin() {
    CompletableFuture<Void> runs = new CompletableFuture<>();
    running.add(service.run(OWNER, REQUEST, WAITS, _ -> runs.complete(null)));
    runs.join();
  }
}
