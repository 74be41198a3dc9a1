package dev.codebeaker.session;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Language;
import dev.codebeaker.testing.FakeRuntime;
import dev.codebeaker.testing.TestService;
import dev.codebeaker.testing.TestWorkspaces;
import dev.codebeaker.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionReaperTest {
  @TempDir Path state;

  @Test
  void theReaperClosesWhatIsOver() {
    try (Workspaces workspaces = TestWorkspaces.in(state)) {
      FakeRuntime runtime = FakeRuntime.in(workspaces, "fake");
      TestService test = TestService.over(List.of(runtime), Map.of());
      test.service().create(Owner.ANONYMOUS, SessionRequest.of(new Language("fake")));
      test.clock().pass(Duration.ofHours(1));
      try (SessionReaper _ = new SessionReaper(test.service(), Duration.ofMillis(5))) {
        Awaitility.await().until(() -> test.service().openSessions() == 0);
      }
    }
  }
}
