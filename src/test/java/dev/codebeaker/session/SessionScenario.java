package dev.codebeaker.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.FileCommand;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.testing.FakeRuntime;
import dev.codebeaker.testing.FakeSandbox;
import dev.codebeaker.testing.Output;
import dev.codebeaker.testing.TestService;
import dev.codebeaker.testing.TestWorkspaces;
import dev.codebeaker.workspace.WorkspacePath;
import dev.codebeaker.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service over one fake runtime, and the assertion that each test leaves nothing behind. */
@Timeout(20)
abstract class SessionScenario {
  static final Language LANGUAGE = new Language("fake");
  static final Owner OWNER = new Owner("ann");
  static final SessionRequest REQUEST = SessionRequest.of(LANGUAGE);

  @TempDir Path state;
  private Workspaces workspaces;
  FakeRuntime runtime;
  TestService test;
  SessionService service;

  @BeforeEach
  void start() {
    workspaces = TestWorkspaces.in(state);
    runtime = FakeRuntime.in(workspaces, "fake");
    serve(Map.of("codebeaker.session.max-waiting", "2", "codebeaker.session.max-sessions", "4"));
  }

  final void serve(Map<String, String> config) {
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

  final SessionId open() {
    return service.create(OWNER, REQUEST).id();
  }

  final FakeSandbox sandbox() {
    return runtime.opened().getLast();
  }

  final Submission run(SessionId id, String code, Output output) {
    return service.execute(OWNER, id, RunCode.program(LANGUAGE, code), Map.of(), output);
  }

  final Submission interactive(SessionId id, Output output) {
    RunCode cat = RunCode.program(LANGUAGE, "cat").withStdin(new Stdin(new byte[0], true));
    return service.execute(OWNER, id, cat, Map.of(), output);
  }

  final CommandResult command(SessionId id, FileCommand command) {
    return service.execute(OWNER, id, command, Map.of(), new Output()).result().join();
  }

  static Outcome outcome(CommandResult result) {
    return ((CommandResult.Ran) result).outcome();
  }

  static ServiceException failure(Submission submission) {
    try {
      throw new AssertionError("not a failure: " + submission.result().join());
    } catch (CompletionException e) {
      return (ServiceException) e.getCause();
    }
  }

  static WorkspacePath path(String text) {
    return WorkspacePath.parse(text);
  }
}
