package dev.codebeaker.session;

import static dev.codebeaker.testing.Failures.failsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Outcome;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.testing.Output;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionQueueTest extends SessionScenario {
  @Test
  void commandsRunOneAtATimeInOrder() {
    serve(Map.of("codebeaker.session.max-waiting", "100"));
    SessionId id = open();
    Output output = new Output();
    List<Submission> submissions =
        java.util.stream.IntStream.range(0, 50)
            .mapToObj(i -> run(id, "print " + i, output))
            .toList();
    submissions.forEach(submission -> submission.result().join());
    assertThat(output.stdout().lines().map(Integer::parseInt)).isSorted().hasSize(50);
    assertThat(sandbox().mostRunning()).isEqualTo(1);
  }

  @Test
  void sessionsRunInParallel() {
    SessionId first = open();
    SessionId second = open();
    Submission blocked = run(first, "block", new Output());
    assertThat(outcome(run(second, "print x", new Output()).result().join()).label())
        .isEqualTo("exited");
    blocked.cancel("enough");
    assertThat(outcome(blocked.result().join()).label()).isEqualTo("cancelled");
  }

  @Test
  void moreThanMayWaitAreRefused() {
    SessionId id = open();
    Submission blocked = run(id, "block", new Output());
    blocked.started().join();
    run(id, "print 1", new Output());
    run(id, "print 2", new Output());
    failsWith(ErrorCode.SESSION_QUEUE_FULL, () -> run(id, "print 3", new Output()));
    assertThat(service.get(OWNER, id).queued()).isEqualTo(2);
    assertThat(service.get(OWNER, id).state()).isEqualTo(SessionView.State.BUSY);
    assertThat(service.cancel(OWNER, id, Optional.empty(), "enough")).isEqualTo(3);
  }

  @Test
  void moreBytesThanMayWaitAreRefused() {
    serve(Map.of("codebeaker.session.max-waiting-bytes", "1000"));
    SessionId id = open();
    run(id, "block", new Output()).started().join();
    run(id, "print " + "x".repeat(900), new Output());
    failsWith(
        ErrorCode.SESSION_QUEUE_FULL, () -> run(id, "print " + "x".repeat(900), new Output()));
  }

  @Test
  void aWaitingCommandIsCancelledWithoutRunning() {
    SessionId id = open();
    Submission blocked = run(id, "block", new Output());
    blocked.started().join();
    Output output = new Output();
    Submission waiting = run(id, "print never", output);
    assertThat(service.cancel(OWNER, id, Optional.of(waiting.id()), "changed my mind")).isOne();
    Outcome.Cancelled cancelled = (Outcome.Cancelled) outcome(waiting.result().join());
    assertThat(cancelled.reason()).isEqualTo("changed my mind");
    assertThat(waiting.started().isCancelled()).isTrue();
    assertThat(blocked.result()).isNotDone();
    blocked.cancel("enough");
    blocked.result().join();
    assertThat(output.stdout()).isEmpty();
  }

  @Test
  void cancellingWhatHasEndedDoesNothing() {
    SessionId id = open();
    Submission done = run(id, "print x", new Output());
    done.result().join();
    done.cancel("late");
    assertThat(service.cancel(OWNER, id, Optional.of(done.id()), "late")).isZero();
    assertThat(outcome(done.result().join()).label()).isEqualTo("exited");
  }

  @Test
  void inputReachesTheRunningProgramInOrder() {
    SessionId id = open();
    Output output = new Output();
    Submission cat = interactive(id, output);
    cat.started().join();
    service.input(OWNER, id, Optional.empty(), "a".getBytes(UTF_8), false);
    service.input(OWNER, id, Optional.of(cat.id()), "b".getBytes(UTF_8), true);
    cat.result().join();
    assertThat(output.stdout()).isEqualTo("ab");
    failsWith(
        ErrorCode.EXECUTION_NOT_FOUND,
        () -> service.input(OWNER, id, Optional.of(cat.id()), new byte[0], true));
  }

  @Test
  void inputForAWaitingProgramIsKept() {
    SessionId id = open();
    Submission blocked = run(id, "block", new Output());
    blocked.started().join();
    Output output = new Output();
    Submission cat = interactive(id, output);
    service.input(OWNER, id, Optional.of(cat.id()), "early".getBytes(UTF_8), true);
    failsWith(
        ErrorCode.INVALID_PARAMS,
        () -> service.input(OWNER, id, Optional.of(cat.id()), new byte[1], true));
    blocked.cancel("enough");
    cat.result().join();
    assertThat(output.stdout()).isEqualTo("early");
  }

  @Test
  void inputWithoutEndIsRefused() {
    serve(Map.of("codebeaker.admission.max-input-bytes", "10"));
    SessionId id = open();
    Submission cat = interactive(id, new Output());
    service.input(OWNER, id, Optional.empty(), new byte[10], false);
    failsWith(
        ErrorCode.TOO_LARGE, () -> service.input(OWNER, id, Optional.empty(), new byte[1], false));
    cat.cancel("enough");
  }
}
