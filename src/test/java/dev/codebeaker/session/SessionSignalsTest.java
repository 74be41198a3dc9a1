package dev.codebeaker.session;

import static dev.codebeaker.testing.Failures.failsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.execution.RunProgram.How;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.testing.Output;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Programs, shells, terminals and signals. */
class SessionSignalsTest extends SessionScenario {
  private static final TerminalSize WIDE = new TerminalSize(100, 40);

  private static RunProgram program(How how, String text, Optional<TerminalSize> terminal) {
    return new RunProgram(
        how,
        text,
        List.of(),
        WorkspacePath.ROOT,
        Map.of(),
        new Stdin(new byte[0], true),
        Map.of(),
        terminal);
  }

  private Submission onTerminal(SessionId id, Output output) {
    return service.execute(
        OWNER,
        id,
        program(How.SHELL, "cat", Optional.of(new TerminalSize(80, 24))),
        Map.of(),
        output);
  }

  @Test
  void aSignalReachesWhatRuns() {
    SessionId id = open();
    Submission blocked = run(id, "block", new Output());
    blocked.started().join();
    service.signal(OWNER, id, Optional.empty(), Signal.TERM);
    Outcome.Signalled ended = (Outcome.Signalled) outcome(blocked.result().join());
    assertThat(ended.signal()).isEqualTo("SIGTERM");
  }

  @Test
  void inputSignalsAndSizesKeepTheirOrder() {
    SessionId id = open();
    Output output = new Output();
    Submission cat = onTerminal(id, output);
    cat.started().join();
    sendThemAll(id, cat);
    cat.result().join();
    assertThat(output.stdout()).isEqualTo("ab<INT>c<100x40><INT>d");
  }

  @Test
  void whatArrivesForAWaitingProgramIsKeptInItsOrder() {
    SessionId id = open();
    Submission blocked = run(id, "block", new Output());
    blocked.started().join();
    Output output = new Output();
    Submission cat = onTerminal(id, output);
    sendThemAll(id, cat);
    blocked.cancel("enough");
    cat.result().join();
    assertThat(output.stdout()).isEqualTo("ab<INT>c<100x40><INT>d");
  }

  private void sendThemAll(SessionId id, Submission cat) {
    Optional<ExecutionId> named = Optional.of(cat.id());
    service.input(OWNER, id, named, "a".getBytes(UTF_8), false);
    service.input(OWNER, id, named, "b".getBytes(UTF_8), false);
    service.signal(OWNER, id, named, Signal.INT);
    service.input(OWNER, id, named, "c".getBytes(UTF_8), false);
    service.resize(OWNER, id, named, WIDE);
    service.signal(OWNER, id, named, Signal.INT);
    service.input(OWNER, id, named, "d".getBytes(UTF_8), true);
  }

  @Test
  void ofTheSameOneAfterTheOtherOneIsKept() {
    SessionId id = open();
    Submission blocked = run(id, "block", new Output());
    blocked.started().join();
    Output output = new Output();
    Submission cat = onTerminal(id, output);
    for (int i = 1; i <= 5000; i++) {
      service.resize(OWNER, id, Optional.of(cat.id()), new TerminalSize(i, 24));
    }
    for (int i = 0; i < 5000; i++) {
      service.signal(OWNER, id, Optional.of(cat.id()), Signal.WINCH);
    }
    service.input(OWNER, id, Optional.of(cat.id()), new byte[0], true);
    blocked.cancel("enough");
    cat.result().join();
    assertThat(output.stdout()).isEqualTo("<5000x24><WINCH>");
  }

  @Test
  void moreThanMayBeKeptIsRefused() {
    SessionId id = open();
    run(id, "block", new Output()).started().join();
    Submission cat = onTerminal(id, new Output());
    ServiceException failure =
        failsWith(
            ErrorCode.SESSION_QUEUE_FULL,
            () -> {
              for (int i = 0; i < 2000; i++) {
                service.signal(
                    OWNER, id, Optional.of(cat.id()), i % 2 == 0 ? Signal.USR1 : Signal.USR2);
              }
            });
    assertThat(failure.fix()).isPresent();
    service.input(OWNER, id, Optional.of(cat.id()), new byte[0], true);
  }

  @Test
  void onlyWhatHasATerminalIsResized() {
    SessionId id = open();
    Submission plain = run(id, "block", new Output());
    ServiceException failure =
        failsWith(
            ErrorCode.INVALID_PARAMS, () -> service.resize(OWNER, id, Optional.empty(), WIDE));
    assertThat(failure.field()).contains("executionId");
    assertThat(failure.fix().orElseThrow()).contains("tty");
    plain.cancel("enough");
  }

  @Test
  void whatHasEndedIsNotThereForSignals() {
    SessionId id = open();
    Submission done = run(id, "print x", new Output());
    done.result().join();
    failsWith(
        ErrorCode.EXECUTION_NOT_FOUND,
        () -> service.signal(OWNER, id, Optional.of(done.id()), Signal.INT));
    failsWith(
        ErrorCode.EXECUTION_NOT_FOUND, () -> service.resize(OWNER, id, Optional.empty(), WIDE));
  }

  @Test
  void anotherOwnersExecutionIsNotSignalled() {
    SessionId id = open();
    Submission blocked = run(id, "block", new Output());
    Owner other = new Owner("bob");
    failsWith(
        ErrorCode.SESSION_NOT_FOUND,
        () -> service.signal(other, id, Optional.of(blocked.id()), Signal.KILL));
    failsWith(
        ErrorCode.SESSION_NOT_FOUND,
        () -> service.resize(other, id, Optional.of(blocked.id()), WIDE));
    assertThat(blocked.result()).isNotDone();
    blocked.cancel("enough");
  }

  @Test
  void aRuntimeWithoutSignalsOrShellSaysSo() {
    runtime = runtime.offering(Feature.CONTEXTS);
    serve(Map.of());
    SessionId id = open();
    run(id, "block", new Output()).started().join();
    failsWith(
        ErrorCode.NOT_SUPPORTED, () -> service.signal(OWNER, id, Optional.empty(), Signal.INT));
    ServiceException shell =
        failsWith(
            ErrorCode.NOT_SUPPORTED,
            () ->
                service.execute(
                    OWNER, id, program(How.SHELL, "ls", Optional.empty()), Map.of(), new Output()));
    assertThat(shell.field()).contains("command.type");
    assertThat(shell.fix().orElseThrow()).contains("\"features\": [\"shell\"]");
    RunCode code = RunCode.program(LANGUAGE, "how");
    RunCode onTerminal =
        new RunCode(
            LANGUAGE,
            code.code(),
            Optional.empty(),
            code.args(),
            code.env(),
            code.stdin(),
            code.files(),
            Optional.of(WIDE));
    ServiceException terminal =
        failsWith(
            ErrorCode.NOT_SUPPORTED,
            () -> service.execute(OWNER, id, onTerminal, Map.of(), new Output()));
    assertThat(terminal.field()).contains("command.tty");
  }

  @Test
  void whatAOneShotNeedsDecidesOnItsRuntime() {
    Output output = new Output();
    RunProgram shell = program(How.SHELL, "how", Optional.of(WIDE));
    service.run(OWNER, REQUEST, shell, output).result().join();
    assertThat(output.stdout()).isEqualTo("shell in /workspace, 100x40\n");
    runtime = runtime.offering(Feature.TERMINAL);
    serve(Map.of());
    ServiceException failure =
        failsWith(ErrorCode.NOT_SUPPORTED, () -> service.run(OWNER, REQUEST, shell, new Output()));
    assertThat(failure.getMessage()).contains("does not offer shell");
    assertThat(runtime.opened()).isEmpty();
  }

  @Test
  void aSessionIsOpenedOnARuntimeThatOffersWhatItAsksFor() {
    SessionRequest asking = REQUEST.needing(Set.of(Feature.SIGNALS));
    service.close(OWNER, service.create(OWNER, asking).id());
    runtime = runtime.offering(Feature.SHELL);
    serve(Map.of());
    assertThat(service.explain(asking).winner()).isEmpty();
    failsWith(ErrorCode.NOT_SUPPORTED, () -> service.create(OWNER, asking));
  }
}
