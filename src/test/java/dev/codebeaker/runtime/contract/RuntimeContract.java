package dev.codebeaker.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.Execution;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What every runtime must do. A runtime's own test says where the runtime comes from and is done;
 * nothing here asks for its name, only for what its capabilities claim.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class RuntimeContract {
  private static final AtomicInteger IDS = new AtomicInteger();
  private static final ContextName MAIN = new ContextName("main");

  /** A language for each way that programs are run: by an interpreter, compiled, as they are. */
  private static final Set<String> WAYS =
      Set.of("python", "javascript", "typescript", "wasm", "bash", "c", "java", "executable");

  /** The runtime under test; the same one at every call. */
  protected abstract ExecutionRuntime runtime();

  /** Where the runtime keeps what its sandboxes leave on disk while they are open. */
  protected abstract Path state();

  private static Limits limits() {
    return TestLimits.DEFAULTS;
  }

  private Sandbox open(Language language, Limits limits) {
    String id = "contract-" + IDS.incrementAndGet();
    return runtime().open(new SandboxSpec(id, language, Optional.empty(), limits));
  }

  private Sandbox open(Language language) {
    return open(language, limits());
  }

  private static Outcome run(Sandbox sandbox, RunCode command, Limits limits, OutputSink sink)
      throws InterruptedException {
    return sandbox.start(command, limits, sink).await();
  }

  private List<Language> languages() {
    return runtime().capabilities().languages().stream()
        .filter(language -> runtime().availability(language) instanceof Availability.Available)
        .sorted()
        .toList();
  }

  private Stream<DynamicTest> inEveryLanguage(String program, LanguageTest test) {
    return in(languages(), program, test);
  }

  /** For what is held of a sandbox, whatever runs in it. */
  private Stream<DynamicTest> inEachWay(String program, LanguageTest test) {
    List<Language> each = languages().stream().filter(it -> WAYS.contains(it.id())).toList();
    return in(each.isEmpty() ? languages().subList(0, 1) : each, program, test);
  }

  private Stream<DynamicTest> in(List<Language> languages, String program, LanguageTest test) {
    Corpus.Case found = Corpus.named(program);
    return languages.stream()
        .filter(found::isIn)
        .filter(language -> found.needs().stream().allMatch(this::offers))
        .filter(language -> found.isolation().stream().allMatch(this::confinesBy))
        .map(language -> dynamicTest(language.id(), () -> test.run(language, found)));
  }

  private Stream<DynamicTest> inEveryStatefulLanguage(LanguageTest test) {
    Corpus.Case hello = Corpus.named("hello");
    return languages().stream()
        .filter(language -> offers(Feature.CONTEXTS) && Turns.KNOWN.containsKey(language.id()))
        .map(language -> dynamicTest(language.id(), () -> test.run(language, hello)));
  }

  private boolean confinesBy(String isolation) {
    return runtime().capabilities().isolation().label().equals(isolation);
  }

  private boolean offers(Feature feature) {
    return runtime().capabilities().features().contains(feature);
  }

  private interface LanguageTest {
    void run(Language language, Corpus.Case program) throws Exception;
  }

  @TestFactory
  Stream<DynamicTest> everyProgramOfTheCorpusEndsAsItShould() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Corpus.Case program : Corpus.cases()) {
      inEveryLanguage(program.name(), this::runsAsExpected)
          .map(
              test ->
                  dynamicTest(
                      program.name() + " in " + test.getDisplayName(), test.getExecutable()))
          .forEach(tests::add);
    }
    return tests.stream();
  }

  private void runsAsExpected(Language language, Corpus.Case program) throws Exception {
    Map<Limit, Long> asked = program.limits();
    if (!runtime().capabilities().enforcedLimits().containsAll(asked.keySet())) {
      return; // refused at selection: RuntimeSelectorTest
    }
    Limits limits = limits().with(asked);
    RecordingSink sink = new RecordingSink();
    try (Sandbox sandbox = open(language, limits)) {
      Outcome ended = run(sandbox, program.command(language), limits, sink);
      new Expected(program, language).holds(ended, sink, sandbox);
      assertThat(sink.bytes()).isLessThanOrEqualTo(limits.outputBytes());
    }
  }

  @Nested
  class Lifecycle {
    @TestFactory
    Stream<DynamicTest> closingTwiceIsClosingOnce() {
      return inEachWay(
          "hello",
          (language, program) -> {
            Sandbox sandbox = open(language);
            sandbox.close();
            sandbox.close();
          });
    }

    @TestFactory
    Stream<DynamicTest> aClosedSandboxStartsNothing() {
      return inEachWay(
          "hello",
          (language, program) -> {
            Sandbox sandbox = open(language);
            sandbox.close();
            assertThatThrownBy(
                    () -> sandbox.start(program.command(language), limits(), OutputSink.NOWHERE))
                .isInstanceOf(ServiceException.class);
          });
    }

    @TestFactory
    Stream<DynamicTest> closingEndsWhatRuns() {
      return inEachWay(
          "loop",
          (language, program) -> {
            Sandbox sandbox = open(language);
            Execution execution =
                sandbox.start(program.command(language), limits(), OutputSink.NOWHERE);
            sandbox.close();
            assertThat(execution.await()).isInstanceOf(Outcome.Cancelled.class);
          });
    }

    @TestFactory
    Stream<DynamicTest> nothingIsLeftOfAClosedSandbox() {
      return inEachWay(
          "hello",
          (language, program) -> {
            long before = leftovers();
            int open = runtime().open();
            try (Sandbox sandbox = open(language)) {
              run(sandbox, program.command(language), limits(), OutputSink.NOWHERE);
              sandbox.workspace().write(WorkspacePath.parse("a/b/c"), new byte[10]);
              assertThat(runtime().open()).isEqualTo(open + 1);
            }
            assertThat(leftovers()).isEqualTo(before);
            assertThat(runtime().open()).isEqualTo(open);
          });
    }

    private long leftovers() throws java.io.IOException {
      try (Stream<Path> files = Files.walk(state())) {
        return files.count();
      }
    }
  }

  @Nested
  class Cancellation {
    @TestFactory
    Stream<DynamicTest> cancelEndsALoop() {
      return inEachWay("loop", RuntimeContract.this::isCancelled);
    }

    @TestFactory
    Stream<DynamicTest> cancelEndsASleep() {
      return inEachWay("sleep", RuntimeContract.this::isCancelled);
    }

    @TestFactory
    Stream<DynamicTest> cancelEndsABlockedRead() {
      return inEachWay("blocked-read", RuntimeContract.this::isCancelled);
    }

    @TestFactory
    Stream<DynamicTest> cancellingWhatHasEndedDoesNothing() {
      return inEachWay(
          "hello",
          (language, program) -> {
            try (Sandbox sandbox = open(language)) {
              Execution execution =
                  sandbox.start(program.command(language), limits(), OutputSink.NOWHERE);
              Outcome outcome = execution.await();
              execution.cancel("late");
              assertThat(execution.await()).isEqualTo(outcome).isInstanceOf(Outcome.Exited.class);
            }
          });
    }
  }

  private void isCancelled(Language language, Corpus.Case program) throws Exception {
    try (Sandbox sandbox = open(language)) {
      Execution execution = sandbox.start(program.command(language), limits(), OutputSink.NOWHERE);
      execution.cancel("enough");
      execution.cancel("enough again");
      assertThat(execution.await())
          .isInstanceOfSatisfying(
              Outcome.Cancelled.class,
              cancelled -> assertThat(cancelled.reason()).isEqualTo("enough"));
    }
  }

  @Nested
  class Streaming {
    @TestFactory
    Stream<DynamicTest> outputArrivesWhileTheProgramWaits() {
      return inEveryStatefulLanguage(
          (language, program) -> {
            if (!offers(Feature.STREAMING_STDIN)) {
              return;
            }
            CountDownLatch asked = new CountDownLatch(1);
            RecordingSink sink = new RecordingSink();
            RunCode command =
                RunCode.program(language, Turns.of(language).asksAndAnswers())
                    .withStdin(new Stdin(new byte[0], true));
            try (Sandbox sandbox = open(language)) {
              Execution execution =
                  sandbox.start(
                      command,
                      limits(),
                      chunk -> {
                        sink.accept(chunk);
                        asked.countDown();
                      });
              assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
              execution.input("beaker\n".getBytes(StandardCharsets.UTF_8));
              execution.endInput();
              assertThat(execution.await()).isInstanceOf(Outcome.Exited.class);
              assertThat(sink.stdout()).isEqualTo("who?\nhi beaker\n");
            }
          });
    }

    @TestFactory
    Stream<DynamicTest> aSinkThatThrowsEndsTheExecutionOnly() {
      return inEachWay(
          "output-flood",
          (language, program) -> {
            try (Sandbox sandbox = open(language)) {
              Execution execution =
                  sandbox.start(
                      program.command(language),
                      limits(),
                      chunk -> {
                        throw new IllegalStateException("the reader is gone");
                      });
              try {
                execution.await();
              } catch (ServiceException expected) {
                // either is right: the program ended, or the service says why it could not
              }
              Corpus.Case hello = Corpus.named("hello");
              assertThat(run(sandbox, hello.command(language), limits(), OutputSink.NOWHERE))
                  .isInstanceOf(Outcome.Exited.class);
            }
          });
    }
  }

  @Nested
  class Contexts {
    @TestFactory
    Stream<DynamicTest> stateIsKeptFromTurnToTurn() {
      return inEveryStatefulLanguage(
          (language, program) -> {
            try (Sandbox sandbox = open(language)) {
              turn(sandbox, language, Turns.of(language).sets("41"));
              assertThat(turn(sandbox, language, Turns.of(language).reads() + " + 1").value())
                  .contains("42");
            }
          });
    }

    @TestFactory
    Stream<DynamicTest> anExceptionLeavesTheContextUsable() {
      return inEveryStatefulLanguage(
          (language, program) -> {
            try (Sandbox sandbox = open(language)) {
              turn(sandbox, language, Turns.of(language).sets("41"));
              RecordingSink sink = new RecordingSink();
              Outcome outcome =
                  run(
                      sandbox,
                      RunCode.turn(language, Turns.of(language).fails(), MAIN),
                      limits(),
                      sink);
              assertThat(outcome)
                  .isInstanceOfSatisfying(
                      Outcome.Exited.class, exited -> assertThat(exited.code()).isEqualTo(1));
              assertThat(sink.stderr()).contains("broken");
              assertThat(turn(sandbox, language, Turns.of(language).reads()).value())
                  .contains("41");
            }
          });
    }

    @TestFactory
    Stream<DynamicTest> aTurnThatRunsOutOfTimeCostsNoState() {
      return inEveryStatefulLanguage(
          (language, program) -> {
            if (!offers(Feature.RESTORE)) {
              return;
            }
            for (String endless : Turns.of(language).endless()) {
              try (Sandbox sandbox = open(language)) {
                turn(sandbox, language, Turns.of(language).sets("41"));
                Limits brief = limits().with(Map.of(Limit.WALL, 200L));
                Outcome outcome =
                    run(
                        sandbox,
                        RunCode.turn(language, endless, MAIN)
                            .withStdin(new Stdin(new byte[0], true)),
                        brief,
                        OutputSink.NOWHERE);
                assertThat(outcome)
                    .as(endless)
                    .isInstanceOfSatisfying(
                        Outcome.LimitExceeded.class,
                        exceeded -> {
                          assertThat(exceeded.limit()).isEqualTo(Limit.WALL);
                          assertThat(exceeded.state())
                              .isIn(ContextState.KEPT, ContextState.RESTORED);
                        });
                assertThat(turn(sandbox, language, Turns.of(language).reads()).value())
                    .as(endless)
                    .contains("41");
              }
            }
          });
    }

    @TestFactory
    Stream<DynamicTest> awaitWorksAtTheTop() {
      return inEveryStatefulLanguage(
          (language, program) -> {
            try (Sandbox sandbox = open(language)) {
              assertThat(turn(sandbox, language, Turns.of(language).awaits()).value())
                  .contains("7");
            }
          });
    }

    @TestFactory
    Stream<DynamicTest> contextsDoNotSeeEachOther() {
      return inEveryStatefulLanguage(
          (language, program) -> {
            try (Sandbox sandbox = open(language)) {
              turn(sandbox, language, Turns.of(language).sets("41"));
              RecordingSink sink = new RecordingSink();
              RunCode elsewhere =
                  RunCode.turn(language, Turns.of(language).reads(), new ContextName("other"));
              assertThat(run(sandbox, elsewhere, limits(), sink))
                  .isInstanceOfSatisfying(
                      Outcome.Exited.class, exited -> assertThat(exited.code()).isEqualTo(1));
              assertThat(sandbox.contexts()).isEqualTo(2);
            }
          });
    }

    private RecordingSink turn(Sandbox sandbox, Language language, String code)
        throws InterruptedException {
      RecordingSink sink = new RecordingSink();
      Outcome outcome = run(sandbox, RunCode.turn(language, code, MAIN), limits(), sink);
      assertThat(outcome)
          .as(code + "\n" + sink.stderr())
          .isInstanceOfSatisfying(
              Outcome.Exited.class, exited -> assertThat(exited.code()).as(sink.stderr()).isZero());
      return sink;
    }
  }

  @Nested
  class Isolation {
    @TestFactory
    Stream<DynamicTest> freshMemoryHoldsNobodysBytes() {
      return inEveryStatefulLanguage(
          (language, program) -> {
            try (Sandbox first = open(language);
                Sandbox second = open(language)) {
              RunCode hides = RunCode.turn(language, Turns.of(language).poisons(), MAIN);
              run(first, hides, limits(), OutputSink.NOWHERE);
              RecordingSink sink = new RecordingSink();
              RunCode looks = RunCode.turn(language, Turns.of(language).poisoned(), MAIN);
              run(second, looks, limits(), sink);
              assertThat(sink.value()).contains(Turns.of(language).unpoisoned());
            }
          });
    }

    @TestFactory
    Stream<DynamicTest> workspacesAreApart() {
      return inEachWay(
          "files",
          (language, program) -> {
            try (Sandbox first = open(language);
                Sandbox second = open(language)) {
              run(first, program.command(language), limits(), OutputSink.NOWHERE);
              assertThat(second.workspace().list(WorkspacePath.ROOT, true)).isEmpty();
              assertThat(first.workspace().list(WorkspacePath.ROOT, true)).isNotEmpty();
            }
          });
    }
  }

  @Nested
  class Terminals extends TerminalContract {
    @Override
    ExecutionRuntime runtime() {
      return RuntimeContract.this.runtime();
    }
  }

  @Nested
  class Concurrency {
    @TestFactory
    Stream<DynamicTest> manySandboxesDoNotDisturbEachOther() {
      return inEachWay(
          "hello",
          (language, program) -> {
            List<CompletableFuture<String>> said = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
              for (int i = 0; i < 16; i++) {
                said.add(CompletableFuture.supplyAsync(() -> said(language, program), threads));
              }
            }
            assertThat(said).allSatisfy(it -> assertThat(it).isCompletedWithValue("hello\n"));
          });
    }

    /** What it wrote, or else how it ended. */
    private String said(Language language, Corpus.Case program) {
      RecordingSink sink = new RecordingSink();
      try (Sandbox sandbox = open(language)) {
        Outcome outcome = run(sandbox, program.command(language), limits(), sink);
        return outcome instanceof Outcome.Exited ? sink.stdout() : outcome + sink.stderr();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void whatItClaimsToRunItKnows() {
    assertThat(runtime().capabilities().languages()).isNotEmpty();
    assertThat(languages()).as("no language of this runtime is available").isNotEmpty();
    for (Language language : languages()) {
      assertThat(runtime().templates(language)).doesNotHaveDuplicates();
    }
  }

  @Test
  void outputChunksAreNeverEmpty() throws InterruptedException {
    Language language = languages().getFirst();
    RecordingSink sink = new RecordingSink();
    try (Sandbox sandbox = open(language)) {
      run(sandbox, Corpus.named("hello").command(language), limits(), sink);
    }
    assertThat(sink.chunks())
        .allSatisfy(
            chunk -> {
              if (chunk instanceof OutputChunk.Bytes bytes) {
                assertThat(bytes.data()).isNotEmpty();
              }
            });
  }
}
