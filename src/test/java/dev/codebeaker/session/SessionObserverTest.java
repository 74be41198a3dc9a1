package dev.codebeaker.session;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.selection.Selection;
import dev.codebeaker.testing.FakeRuntime;
import dev.codebeaker.testing.Output;
import dev.codebeaker.testing.TestService;
import dev.codebeaker.testing.TestWorkspaces;
import dev.codebeaker.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionObserverTest {
  private static final Language LANGUAGE = new Language("fake");
  private static final Owner OWNER = new Owner("ann");

  @TempDir Path state;

  @Test
  void everythingThatHappensIsSeenInOrder() {
    try (Workspaces workspaces = TestWorkspaces.in(state)) {
      Recorder recorder = new Recorder();
      FakeRuntime runtime = FakeRuntime.in(workspaces, "fake");
      SessionService service = TestService.over(List.of(runtime), Map.of(), recorder).service();
      SessionId id = service.create(OWNER, SessionRequest.of(LANGUAGE)).id();
      service
          .execute(OWNER, id, RunCode.program(LANGUAGE, "exit 2"), Map.of(), new Output())
          .result()
          .join();
      service.close(OWNER, id);
      failsWith(ErrorCode.SESSION_CLOSED, () -> service.get(OWNER, id));
      assertThat(recorder.seen)
          .containsExactly(
              "selection",
              "selected fake",
              "open",
              "opened fake fake",
              "admission",
              "accepted execute fake",
              "started",
              "finished exited",
              "close",
              "closed client",
              "rejected SESSION_CLOSED");
    }
  }

  private static final class Recorder implements SessionObserver {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public Scope step(Step step) {
      seen.add(step.label());
      return Scope.NONE;
    }

    @Override
    public void selected(Selection selection) {
      seen.add("selected " + selection.winner().orElseThrow().name());
    }

    @Override
    public void opened(SessionId session, String runtime, Language language, Duration took) {
      seen.add("opened " + runtime + " " + language);
    }

    @Override
    public void closed(SessionId session, String runtime, CloseReason reason, Duration lived) {
      seen.add("closed " + reason.label());
    }

    @Override
    public void rejected(ErrorCode code) {
      seen.add("rejected " + code);
    }

    @Override
    public ExecutionObserver accepted(Accepted command) {
      seen.add("accepted " + command.type() + " " + command.language().orElseThrow());
      return new ExecutionObserver() {
        @Override
        public void started(Duration waited) {
          seen.add("started");
        }

        @Override
        public void finished(
            Duration took, Optional<Outcome> outcome, Optional<ErrorCode> failure) {
          seen.add("finished " + outcome.orElseThrow().label());
        }
      };
    }
  }
}
