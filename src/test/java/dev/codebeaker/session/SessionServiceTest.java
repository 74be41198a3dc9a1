package dev.codebeaker.session;

import static dev.codebeaker.testing.Failures.failsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Command;
import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.FileCommand;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.testing.FakeRuntime;
import dev.codebeaker.testing.FakeSandbox;
import dev.codebeaker.testing.Output;
import dev.codebeaker.testing.TestService;
import dev.codebeaker.testing.TestWorkspaces;
import dev.codebeaker.workspace.Download;
import dev.codebeaker.workspace.WorkspacePath;
import dev.codebeaker.workspace.Workspaces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class SessionServiceTest {
  private static final Language LANGUAGE = new Language("fake");
  private static final Owner OWNER = new Owner("ann");
  private static final SessionRequest REQUEST = SessionRequest.of(LANGUAGE);

  @TempDir Path state;
  private Workspaces workspaces;
  private FakeRuntime runtime;
  private TestService test;
  private SessionService service;

  @BeforeEach
  void start() {
    workspaces = TestWorkspaces.in(state);
    runtime = FakeRuntime.in(workspaces, "fake");
    serve(Map.of("codebeaker.session.max-waiting", "2", "codebeaker.session.max-sessions", "4"));
  }

  private void serve(Map<String, String> config) {
    test = TestService.over(List.of(runtime), config);
    service = test.service();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    service.closeAll();
    assertThat(runtime.open()).isZero();
    assertThat(service.openSessions()).isZero();
    assertThat(service.isIdle()).isTrue();
    try (var instance = Files.walk(state)) {
      assertThat(instance.filter(path -> path.endsWith("workspace"))).isEmpty();
    }
    workspaces.close();
  }

  @Test
  void aProgramRunsAndItsOutputIsDelivered() {
    SessionId id = open();
    Output output = new Output();
    CommandResult result = run(id, "print hello\nerror oops\nexit 3", output).result().join();
    assertThat(outcome(result)).isInstanceOf(Outcome.Exited.class);
    assertThat(((Outcome.Exited) outcome(result)).code()).isEqualTo(3);
    assertThat(output.stdout()).isEqualTo("hello\n");
    assertThat(output.stderr()).isEqualTo("oops\n");
  }

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
  void contextsKeepTheirState() {
    SessionId id = open();
    Output output = new Output();
    RunCode turn = RunCode.turn(LANGUAGE, "turn", new ContextName("c"));
    service.execute(OWNER, id, turn, Map.of(), output).result().join();
    service.execute(OWNER, id, turn, Map.of(), output).result().join();
    assertThat(output.stdout()).isEqualTo("1\n2\n");
    assertThat(service.get(OWNER, id).contexts()).isEqualTo(1);
  }

  @Test
  void filesAreWrittenBeforeTheProgramStarts() {
    SessionId id = open();
    RunCode program =
        new RunCode(
            LANGUAGE,
            "print x",
            Optional.empty(),
            List.of(),
            Map.of(),
            RunCode.Stdin.EMPTY,
            Map.of(path("d/in"), "data".getBytes(UTF_8)));
    service.execute(OWNER, id, program, Map.of(), new Output()).result().join();
    CommandResult read = command(id, new FileCommand.ReadFile(path("d/in")));
    assertThat(((CommandResult.Content) read).bytes()).isEqualTo("data".getBytes(UTF_8));
  }

  @Test
  void fileCommandsWork() {
    SessionId id = open();
    assertThat(command(id, new FileCommand.WriteFile(path("a"), "x".getBytes(UTF_8))))
        .isEqualTo(new CommandResult.Done());
    command(id, new FileCommand.AppendFile(path("a"), "y".getBytes(UTF_8)));
    command(id, new FileCommand.CopyFile(path("a"), path("b")));
    command(id, new FileCommand.MoveFile(path("b"), path("c")));
    command(id, new FileCommand.CreateDirectory(path("d")));
    command(id, new FileCommand.DeleteFile(path("a"), false));
    CommandResult.Listing listing =
        (CommandResult.Listing)
            command(id, new FileCommand.ListDirectory(WorkspacePath.ROOT, false));
    assertThat(listing.entries())
        .extracting(entry -> entry.path().toString())
        .containsExactly("c", "d");
    Submission missing =
        service.execute(OWNER, id, new FileCommand.ReadFile(path("no")), Map.of(), new Output());
    assertThat(failure(missing).code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
  }

  @Test
  void filesAreStreamedInAndOut() throws IOException {
    SessionId id = open();
    byte[] content = new byte[3 << 20];
    assertThat(service.upload(OWNER, id, path("big"), new ByteArrayInputStream(content)))
        .isEqualTo(content.length);
    try (Download download = service.download(OWNER, id, path("big"))) {
      assertThat(download.content().readAllBytes()).hasSize(content.length);
    }
    failsWith(ErrorCode.FILE_NOT_FOUND, () -> service.download(OWNER, id, path("no")));
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

  @Test
  void anotherOwnersSessionDoesNotExist() {
    SessionId id = open();
    Owner other = new Owner("bob");
    failsWith(ErrorCode.SESSION_NOT_FOUND, () -> service.get(other, id));
    failsWith(ErrorCode.SESSION_NOT_FOUND, () -> service.close(other, id));
    failsWith(
        ErrorCode.SESSION_NOT_FOUND,
        () ->
            service.execute(
                other, id, RunCode.program(LANGUAGE, "print x"), Map.of(), new Output()));
    assertThat(service.list(other)).isEmpty();
    assertThat(service.list(OWNER)).hasSize(1);
    service.close(OWNER, id);
    failsWith(ErrorCode.SESSION_NOT_FOUND, () -> service.get(other, id));
  }

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

  @Test
  void theRuntimesOwnTroubleIsAFailure() {
    SessionId id = open();
    assertThat(failure(run(id, "fail", new Output())).code()).isEqualTo(ErrorCode.RUNTIME_FAILED);
    assertThat(outcome(run(id, "print x", new Output()).result().join()).label())
        .isEqualTo("exited");
  }

  @Test
  void limitsAreGrantedUpToTheMaximum() {
    SessionId id = open();
    Command program = RunCode.program(LANGUAGE, "print x");
    service.execute(OWNER, id, program, Map.of(Limit.WALL, 60_000L), new Output()).result().join();
    assertThat(sandbox().limits().getFirst().get(Limit.WALL)).isEqualTo(60_000);
    assertThat(sandbox().limits().getFirst().get(Limit.OUTPUT)).isEqualTo(8 << 20);
    ServiceException failure =
        failsWith(
            ErrorCode.LIMIT_TOO_HIGH,
            () -> service.execute(OWNER, id, program, Map.of(Limit.WALL, 300_001L), new Output()));
    assertThat(failure.field()).contains("limits.wallMs");
    assertThat(failure.fix().orElseThrow()).contains("300000");
    failsWith(
        ErrorCode.LIMIT_TOO_HIGH,
        () -> service.execute(OWNER, id, program, Map.of(Limit.MEMORY, 1L << 30), new Output()));
    failsWith(
        ErrorCode.INVALID_PARAMS,
        () -> service.execute(OWNER, id, program, Map.of(Limit.CPU, 0L), new Output()));
  }

  @Test
  void tooLargeCommandsAreRefusedOnEveryWayIn() {
    serve(Map.of("codebeaker.admission.max-code-bytes", "10"));
    RunCode large = RunCode.program(LANGUAGE, "print 1234567");
    failsWith(ErrorCode.TOO_LARGE, () -> service.run(OWNER, REQUEST, large, new Output()));
    SessionId id = open();
    failsWith(ErrorCode.TOO_LARGE, () -> service.execute(OWNER, id, large, Map.of(), new Output()));
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

  @Test
  void whatSandboxesCostIsMeasured() {
    run(open(), "print x", new Output()).result().join();
    assertThat(test.costs().startup(runtime, LANGUAGE))
        .isNotEqualTo(runtime.capabilities().startup());
    assertThat(test.costs().memoryBytes(runtime, LANGUAGE))
        .isLessThan(runtime.capabilities().memoryOverheadBytes());
  }

  private SessionId open() {
    return service.create(OWNER, REQUEST).id();
  }

  private FakeSandbox sandbox() {
    return runtime.opened().getLast();
  }

  private Submission run(SessionId id, String code, Output output) {
    return service.execute(OWNER, id, RunCode.program(LANGUAGE, code), Map.of(), output);
  }

  private Submission interactive(SessionId id, Output output) {
    RunCode cat = RunCode.program(LANGUAGE, "cat").withStdin(new RunCode.Stdin(new byte[0], true));
    return service.execute(OWNER, id, cat, Map.of(), output);
  }

  private CommandResult command(SessionId id, FileCommand command) {
    return service.execute(OWNER, id, command, Map.of(), new Output()).result().join();
  }

  private static Outcome outcome(CommandResult result) {
    return ((CommandResult.Ran) result).outcome();
  }

  private static ServiceException failure(Submission submission) {
    try {
      throw new AssertionError("not a failure: " + submission.result().join());
    } catch (CompletionException e) {
      return (ServiceException) e.getCause();
    }
  }

  private static WorkspacePath path(String text) {
    return WorkspacePath.parse(text);
  }
}
