package dev.codebeaker.session;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.selection.Preference;
import dev.codebeaker.selection.Rejection;
import dev.codebeaker.selection.Rejection.Obstacle;
import dev.codebeaker.selection.RuntimeScore;
import dev.codebeaker.selection.Selection;
import dev.codebeaker.testing.FakeRuntime;
import dev.codebeaker.testing.TestService;
import dev.codebeaker.testing.TestWorkspaces;
import dev.codebeaker.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a session whose best runtime is full, or fails. */
class MovingOnTest {
  private static final Language JS = new Language("javascript");
  private static final Owner OWNER = new Owner("ann");
  private static final SessionRequest ANY = request(Optional.empty(), Map.of());
  private static final SessionRequest ON_BUN = request(Optional.of("bun"), Map.of());
  private static final ServiceException BROKEN =
      ServiceException.of(ErrorCode.RUNTIME_FAILED, "the jail broke").fix("look at the log");

  @TempDir Path state;
  private final List<String> moves = new ArrayList<>();
  private Workspaces workspaces;
  private FakeRuntime bun;
  private FakeRuntime deno;
  private TestService test;
  private SessionService service;

  @BeforeEach
  void start() {
    workspaces = TestWorkspaces.in(state);
    bun = runtime("bun", 13, 22).holding(1);
    deno = runtime("deno", 26, 27);
    SessionObserver observer =
        new SessionObserver() {
          @Override
          public void moved(String runtime, ErrorCode why) {
            moves.add(runtime + " " + why);
          }
        };
    test = TestService.over(List.of(bun, deno), Map.of(), observer);
    service = test.service();
  }

  @AfterEach
  void close() {
    service.closeAll();
    assertThat(bun.open() + deno.open()).isZero();
    workspaces.close();
  }

  @Test
  void aFullRuntimeSendsNewSessionsToTheNextCandidate() {
    assertThat(runtimeOf(service.create(OWNER, ANY))).isEqualTo("bun");

    CreatedSession second = service.create(OWNER, ANY);

    assertThat(runtimeOf(second)).isEqualTo("deno");
    assertThat(only(second.selection()).obstacle()).isEqualTo(Obstacle.SATURATED);
    assertThat(service.explain(ANY).rejected()).isEqualTo(second.selection().rejected());
  }

  @Test
  void oneThatTurnsOutToBeFullIsExplainedLikeOneThatIsKnownToBe() {
    bun.failToOpen(
        ServiceException.of(ErrorCode.RUNTIME_SATURATED, "no permit in 2 s").fix("wait"));

    CreatedSession session = service.create(OWNER, ANY);

    assertThat(runtimeOf(session)).isEqualTo("deno");
    assertThat(session.selection().ranked()).extracting(RuntimeScore::name).containsExactly("deno");
    assertThat(only(session.selection()))
        .isEqualTo(new Rejection("bun", Obstacle.SATURATED, "no permit in 2 s", "wait"));
    assertThat(moves).containsExactly("bun RUNTIME_SATURATED");
  }

  @Test
  void whoAsksForARuntimeIsNotMoved() {
    service.create(OWNER, ON_BUN);
    failsWith(ErrorCode.RUNTIME_SATURATED, () -> service.create(OWNER, ON_BUN));
    service.list(OWNER).forEach(session -> service.close(OWNER, session.id()));
    bun.failToOpen(BROKEN);
    failsWith(ErrorCode.RUNTIME_FAILED, () -> service.create(OWNER, ON_BUN));
    assertThat(deno.opened()).isEmpty();
    assertThat(moves).isEmpty();
  }

  @Test
  void aRuntimeThatKeepsFailingIsLeftAloneUntilAProbeSucceeds() {
    bun.failToOpen(BROKEN);
    for (int i = 0; i < 5; i++) {
      assertThat(runtimeOf(service.create(OWNER, ANY))).isEqualTo("deno");
    }
    assertThat(moves).as("the fourth and fifth did not try it").hasSize(3);
    Rejection resting = only(service.explain(ANY));
    assertThat(resting.obstacle()).isEqualTo(Obstacle.UNAVAILABLE);
    assertThat(resting.reason()).contains("3 times in a row");
    failsWith(ErrorCode.RUNTIME_UNAVAILABLE, () -> service.create(OWNER, ON_BUN));

    bun.openAgain();
    test.clock().pass(Duration.ofSeconds(10));
    assertThat(runtimeOf(service.create(OWNER, ANY))).isEqualTo("bun");
    assertThat(service.explain(ON_BUN).rejected())
        .extracting(Rejection::obstacle)
        .contains(Obstacle.SATURATED);
  }

  @Test
  void whatOneClientAskedForDoesNotTakeTheRuntimeFromTheOthers() {
    bun.failToOpen(BROKEN);
    SessionRequest tiny = request(Optional.of("bun"), Map.of(Limit.MEMORY, 1L << 20));
    for (int i = 0; i < 5; i++) {
      failsWith(ErrorCode.RUNTIME_FAILED, () -> service.create(OWNER, tiny));
    }
    assertThat(service.explain(ANY).winner()).contains(bun);
  }

  @Test
  void anUnexpectedFailureIsTheRuntimesToo() {
    bun.beforeOpen(
        () -> {
          throw new IllegalStateException("a fault of the runtime");
        });
    assertThat(runtimeOf(service.create(OWNER, ANY))).isEqualTo("deno");
    ServiceException failure =
        failsWith(ErrorCode.RUNTIME_FAILED, () -> service.create(OWNER, ON_BUN));
    assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void theLastCandidatesFailureIsTheAnswer() {
    bun.failToOpen(BROKEN);
    deno.failToOpen(ServiceException.of(ErrorCode.RUNTIME_SATURATED, "full"));
    failsWith(ErrorCode.RUNTIME_SATURATED, () -> service.create(OWNER, ANY));
    assertThat(moves).containsExactly("bun RUNTIME_FAILED");
  }

  @Test
  void howLongOpeningTakesIsMeasured() {
    service.create(OWNER, ANY);
    assertThat(test.costs().of(bun, JS).openings()).isEqualTo(1);
    assertThat(test.costs().of(bun, JS).starts()).isZero();
  }

  private static Rejection only(Selection selection) {
    assertThat(selection.rejected()).hasSize(1);
    return selection.rejected().getFirst();
  }

  private static String runtimeOf(CreatedSession created) {
    String runtime = created.session().runtime();
    assertThat(created.selection().winner().orElseThrow().name()).isEqualTo(runtime);
    return runtime;
  }

  private FakeRuntime runtime(String name, int startup, int megabytes) {
    return FakeRuntime.named(
            name, Isolation.PROCESS, Duration.ofMillis(startup), megabytes, JS.id())
        .openingIn(workspaces);
  }

  private static SessionRequest request(Optional<String> runtime, Map<Limit, Long> limits) {
    return new SessionRequest(
        JS,
        runtime,
        Preference.SPEED,
        Optional.empty(),
        Optional.empty(),
        limits,
        Optional.empty(),
        Optional.empty());
  }
}
