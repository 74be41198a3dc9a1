package dev.codebeaker.session;

import static dev.codebeaker.testing.Failures.failsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Command;
import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.FileCommand;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.testing.Output;
import dev.codebeaker.testing.TestService;
import dev.codebeaker.workspace.Download;
import dev.codebeaker.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionServiceTest extends SessionScenario {
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
  void anotherInstanceSaysThatTheSessionIsNotItsOwn() {
    SessionId id = open();
    SessionId unknown = new SessionId("0".repeat(32));
    TestService other = TestService.over(List.of(runtime), Map.of());

    ServiceException failure =
        failsWith(ErrorCode.SESSION_ELSEWHERE, () -> other.service().get(OWNER, id));
    assertThat(failure.code().retryable()).isTrue();
    failsWith(ErrorCode.SESSION_NOT_FOUND, () -> other.service().get(OWNER, unknown));
    failsWith(ErrorCode.SESSION_NOT_FOUND, () -> service.get(new Owner("bob"), id));
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
            Stdin.EMPTY,
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
  void whatSandboxesCostIsMeasured() {
    run(open(), "print x", new Output()).result().join();
    assertThat(test.costs().of(runtime, LANGUAGE).startup())
        .isNotEqualTo(runtime.capabilities().startup());
    assertThat(test.costs().of(runtime, LANGUAGE).memoryBytes())
        .isLessThan(runtime.capabilities().memoryOverheadBytes());
  }
}
