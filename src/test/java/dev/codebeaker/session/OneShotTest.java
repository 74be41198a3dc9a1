package dev.codebeaker.session;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.testing.Output;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OneShotTest extends SessionScenario {
  @Test
  void aOneShotIsGoneAfterItsResult() {
    Output output = new Output();
    Submission run = service.run(OWNER, REQUEST, RunCode.program(LANGUAGE, "print hello"), output);
    assertThat(outcome(run.result().join()).label()).isEqualTo("exited");
    assertThat(output.stdout()).isEqualTo("hello\n");
    assertThat(service.list(OWNER)).isEmpty();
    Awaitility.await().until(() -> runtime.open() == 0 && service.openSessions() == 0);
  }

  @Test
  void aOneShotIsCancelledAndNobodyCanNameItsSession() {
    Submission run = service.run(OWNER, REQUEST, RunCode.program(LANGUAGE, "block"), new Output());
    SessionId id = new SessionId(sandbox().spec().id());
    failsWith(ErrorCode.SESSION_NOT_FOUND, () -> service.get(OWNER, id));
    run.cancel("enough");
    assertThat(outcome(run.result().join()).label()).isEqualTo("cancelled");
  }

  @Test
  void aRefusedOneShotLeavesNothing() {
    failsWith(
        ErrorCode.LANGUAGE_UNKNOWN,
        () ->
            service.run(OWNER, REQUEST, RunCode.program(new Language("other"), "x"), new Output()));
    assertThat(service.openSessions()).isZero();
  }
}
