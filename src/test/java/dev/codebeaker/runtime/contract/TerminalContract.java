package dev.codebeaker.runtime.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.Execution;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.workspace.WorkspacePath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What programs find that have a terminal, on a runtime that claims to have some. */
abstract class TerminalContract {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final TerminalSize SIZE = new TerminalSize(80, 24);

  abstract ExecutionRuntime runtime();

  /** One program and its screen. */
  private record Shown(Sandbox sandbox, Execution execution, RecordingSink sink) {
    Shown type(String text) {
      execution.input(text.getBytes(UTF_8));
      return this;
    }

    Shown awaitText(String text) {
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(sink.stdout()).contains(text));
      return this;
    }

    Outcome.Exited exited() throws InterruptedException {
      Outcome outcome = execution.await();
      assertThat(outcome).as(sink.stdout()).isInstanceOf(Outcome.Exited.class);
      return (Outcome.Exited) outcome;
    }

    void assertSignalled(String signal) throws InterruptedException {
      assertThat(execution.await())
          .as(sink.stdout())
          .isInstanceOfSatisfying(
              Outcome.Signalled.class, end -> assertThat(end.signal()).isEqualTo(signal));
    }
  }

  private interface Script {
    void play(Shown shown) throws Exception;
  }

  /** Nothing where the runtime does not claim what this is about. */
  private Stream<DynamicTest> inAShell(String text, Set<Feature> about, Script script) {
    return Stream.of(runtime())
        .filter(it -> it.capabilities().features().containsAll(about))
        .map(it -> dynamicTest(it.name(), () -> play(text, script)));
  }

  private Stream<DynamicTest> inAShell(String text, Script script) {
    return inAShell(text, Set.of(Feature.TERMINAL, Feature.SHELL), script);
  }

  private void play(String text, Script script) throws Exception {
    ExecutionRuntime runtime = runtime();
    RunProgram shell =
        new RunProgram(
            RunProgram.How.SHELL,
            text,
            List.of(),
            WorkspacePath.parse("beneath"),
            Map.of("WORD", "said"),
            new Stdin(new byte[0], true),
            Map.of(),
            Optional.of(SIZE));
    SandboxSpec spec =
        new SandboxSpec(
            "terminal",
            runtime.capabilities().languages().stream()
                .filter(it -> runtime.availability(it) instanceof Availability.Available)
                .findFirst()
                .orElseThrow(),
            Optional.empty(),
            TestLimits.DEFAULTS);
    try (Sandbox sandbox = runtime.open(spec)) {
      sandbox.workspace().write(WorkspacePath.parse("beneath/file"), new byte[0]);
      RecordingSink sink = new RecordingSink();
      script.play(new Shown(sandbox, sandbox.start(shell, TestLimits.DEFAULTS, sink), sink));
    }
  }

  @TestFactory
  Stream<DynamicTest> allThreeStreamsAreTheControllingTerminal() {
    return inAShell(
        "[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && stty size && echo $WORD $TERM >/dev/tty && ls",
        shown -> {
          assertThat(shown.exited().code()).isZero();
          assertThat(shown.sink().stdout()).isEqualTo("24 80\r\nsaid xterm-256color\r\nfile\r\n");
        });
  }

  @TestFactory
  Stream<DynamicTest> theEndOfAProgramIsItsOwn() {
    return inAShell("exit 7", shown -> assertThat(shown.exited().code()).isEqualTo(7));
  }

  @TestFactory
  Stream<DynamicTest> whatIsTypedIsEchoedAndRead() {
    return inAShell(
        "echo ask; read word; echo got $word",
        shown -> {
          shown.awaitText("ask").type("beaker\n");
          assertThat(shown.exited().code()).isZero();
          assertThat(shown.sink().stdout()).isEqualTo("ask\r\nbeaker\r\ngot beaker\r\n");
        });
  }

  @TestFactory
  Stream<DynamicTest> theEndOfTheInputIsAKey() {
    return inAShell(
        "echo up; cat; echo over",
        shown -> {
          shown.awaitText("up").execution().endInput();
          shown.exited();
          assertThat(shown.sink().stdout()).endsWith("over\r\n");
        });
  }

  @TestFactory
  Stream<DynamicTest> theInterruptKeyInterrupts() {
    return inAShell(
        "echo up; exec sleep 100",
        shown -> shown.awaitText("up").type("\u0003").assertSignalled("SIGINT"));
  }

  @TestFactory
  Stream<DynamicTest> theInterruptKeyCanBeCaught() {
    return inAShell(
        "trap 'echo caught; exit 3' INT; echo up; while :; do sleep 0.1; done",
        shown -> {
          assertThat(shown.awaitText("up").type("\u0003").exited().code()).isEqualTo(3);
          assertThat(shown.sink().stdout()).contains("caught");
        });
  }

  @TestFactory
  Stream<DynamicTest> anotherSizeIsTold() {
    return inAShell(
        "trap 'stty size; exit' WINCH; echo up; while :; do sleep 0.1; done",
        shown -> {
          shown.awaitText("up").execution().resize(new TerminalSize(132, 50));
          shown.exited();
          assertThat(shown.sink().stdout()).endsWith("50 132\r\n");
        });
  }

  @TestFactory
  Stream<DynamicTest> anInteractiveShellControlsItsJobs() {
    return inAShell(
        "PS1='> ' exec sh -i",
        shown -> {
          shown.awaitText("> ").type("sleep 100\n").awaitText("sleep 100\r\n");
          shown.type("\u0003").type("echo s''aid $?\n").awaitText("said 130").type("exit\n");
          shown.exited();
          assertThat(shown.sink().stdout()).doesNotContain("job control");
        });
  }

  @TestFactory
  Stream<DynamicTest> itEndsWithItsProgramWhateverThatLeftBehind() {
    return inAShell(
        "(trap '' HUP; exec sleep 100) & echo over",
        shown -> {
          shown.exited();
          assertThat(shown.sink().stdout()).contains("over");
        });
  }

  @TestFactory
  Stream<DynamicTest> cancellingEndsIt() {
    return inAShell(
        "trap '' INT TERM HUP; echo up; while :; do sleep 0.1; done",
        shown -> {
          shown.awaitText("up").execution().cancel("enough");
          assertThat(shown.execution().await()).isInstanceOf(Outcome.Cancelled.class);
        });
  }

  @TestFactory
  Stream<DynamicTest> signalsReachIt() {
    return inAShell(
        "trap 'echo told; exit 4' TERM; echo up; while :; do sleep 0.1; done",
        Set.of(Feature.TERMINAL, Feature.SHELL, Feature.SIGNALS),
        shown -> {
          shown.awaitText("up").execution().signal(Signal.TERM);
          assertThat(shown.exited().code()).isEqualTo(4);
          assertThat(shown.sink().stdout()).contains("told");
        });
  }
}
