package dev.codebeaker.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.FileCommand;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.testing.FakeRuntime;
import dev.codebeaker.testing.FakeSandbox;
import dev.codebeaker.testing.Output;
import dev.codebeaker.testing.TestService;
import dev.codebeaker.testing.TestWorkspaces;
import dev.codebeaker.workspace.WorkspacePath;
import dev.codebeaker.workspace.Workspaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SessionStressTest {
  private static final Language LANGUAGE = new Language("fake");
  private static final Owner OWNER = new Owner("ann");
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 60;

  @TempDir Path state;

  @Test
  void everyAcceptedCommandEndsHoweverClientsRace() throws InterruptedException {
    Workspaces workspaces = TestWorkspaces.in(state);
    FakeRuntime runtime = FakeRuntime.in(workspaces, "fake");
    SessionService service = TestService.over(List.of(runtime), Map.of()).service();
    ConcurrentLinkedQueue<Submission> accepted = new ConcurrentLinkedQueue<>();
    for (int round = 0; round < ROUNDS; round++) {
      SessionId id = service.create(OWNER, SessionRequest.of(LANGUAGE)).id();
      List<Thread> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(round * 31L + client);
        clients.add(Thread.ofVirtual().start(() -> use(service, id, random, accepted)));
      }
      for (Thread client : clients) {
        client.join();
      }
    }
    service.closeAll();
    for (Submission submission : accepted) {
      assertThat(endOf(submission)).isTrue();
    }
    assertThat(runtime.open()).isZero();
    assertThat(service.isIdle()).isTrue();
    assertThat(service.openSessions()).isZero();
    assertThat(runtime.opened()).extracting(FakeSandbox::mostRunning).allMatch(most -> most <= 1);
    workspaces.close();
  }

  private static void use(
      SessionService service,
      SessionId id,
      Random random,
      ConcurrentLinkedQueue<Submission> accepted) {
    try {
      for (int i = 0; i < 20; i++) {
        switch (random.nextInt(8)) {
          case 0, 1, 2 ->
              accepted.add(
                  service.execute(
                      OWNER, id, RunCode.program(LANGUAGE, "print x"), Map.of(), new Output()));
          case 3 ->
              accepted.add(
                  service.execute(
                      OWNER, id, RunCode.program(LANGUAGE, "block"), Map.of(), new Output()));
          case 4 ->
              accepted.add(
                  service.execute(
                      OWNER,
                      id,
                      new FileCommand.WriteFile(WorkspacePath.parse("f"), new byte[10]),
                      Map.of(),
                      new Output()));
          case 5 -> service.cancel(OWNER, id, Optional.empty(), "enough");
          case 6 -> service.get(OWNER, id);
          default -> {
            if (random.nextInt(10) == 0) {
              service.close(OWNER, id);
            }
          }
        }
      }
    } catch (ServiceException e) {
      assertThat(e.code()).isIn(ErrorCode.SESSION_CLOSED, ErrorCode.SESSION_QUEUE_FULL);
    }
  }

  private static boolean endOf(Submission submission) {
    try {
      CommandResult result = submission.result().join();
      return !(result instanceof CommandResult.Ran(Outcome outcome, String _))
          || outcome instanceof Outcome.Exited
          || outcome instanceof Outcome.Cancelled;
    } catch (CompletionException e) {
      throw new AssertionError("a command failed", e.getCause());
    }
  }
}
