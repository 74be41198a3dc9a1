package dev.codebeaker.cli;

import static dev.codebeaker.cli.FakeService.exited;
import static dev.codebeaker.cli.FakeService.out;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

class ShellCommandTest {
  private static final TerminalSize WIDE = new TerminalSize(120, 40);
  private static final TerminalSize TALL = new TerminalSize(60, 90);

  private final FakeScreen screen = new FakeScreen();
  private boolean wasRaw;
  private FakeService service =
      new FakeService(
          (run, sink) -> {
            wasRaw = screen.isRaw;
            sink.accept(out("$ "));
            return exited(7);
          });

  private FakeRuntime runtime(Feature... features) {
    FakeRuntime runtime = new FakeRuntime("python");
    runtime.features = Set.of(features);
    service.runtimes.add(runtime);
    return runtime;
  }

  private CommandLineFixture atTerminal() {
    return new CommandLineFixture(service, "", screen);
  }

  private RunProgram program() {
    return service.programs.getFirst();
  }

  @Test
  void aShellRunsOnThisTerminal() {
    runtime(Feature.SHELL, Feature.TERMINAL);
    CommandLineFixture cli = atTerminal();
    assertThat(cli.run("shell")).isEqualTo(7);
    assertThat(cli.out()).isEqualTo("$ ");
    assertThat(program().commandLine()).containsExactly("/bin/sh", "-c", "exec /bin/sh", "sh");
    assertThat(program().terminal()).contains(new TerminalSize(80, 24));
    assertThat(program().env()).containsExactly(entry("TERM", "fake-256color"));
    assertThat(program().stdin().open()).isTrue();
    assertThat(service.requests.getFirst().features())
        .containsExactlyInAnyOrder(Feature.SHELL, Feature.TERMINAL);
    assertThat(wasRaw).isTrue();
    assertThat(screen.isRaw).isFalse();
    assertThat(service.closed).hasSize(1);
  }

  @Test
  void aLanguageIsTalkedToByItsInterpreter() {
    FakeRuntime runtime = runtime(Feature.PROGRAMS, Feature.SHELL, Feature.TERMINAL);
    runtime.repl = List.of("python3", "-q");
    assertThat(atTerminal().run("shell", "--language", "python")).isEqualTo(7);
    assertThat(program().commandLine()).containsExactly("python3", "-q");
    assertThat(service.requests.getFirst().features())
        .containsExactlyInAnyOrder(Feature.PROGRAMS, Feature.TERMINAL);
  }

  @Test
  void aRuntimeIsTalkedToInItsLanguage() {
    FakeRuntime runtime = runtime(Feature.PROGRAMS, Feature.TERMINAL);
    runtime.repl = List.of("python3");
    assertThat(atTerminal().run("shell", "--runtime", "fake")).isEqualTo(7);
    assertThat(service.requests.getFirst().runtime()).contains("fake");
    assertThat(service.requests.getFirst().language()).hasToString("python");
    assertThat(program().commandLine()).containsExactly("python3");
  }

  @Test
  void aLanguageWithoutAnInterpreterHasAShell() {
    runtime(Feature.PROGRAMS, Feature.SHELL, Feature.TERMINAL);
    assertThat(atTerminal().run("shell", "-l", "python")).isEqualTo(7);
    assertThat(program().commandLine()).contains("exec /bin/sh");
  }

  @Test
  void withoutATerminalItsInputIsPassedThrough() {
    service =
        new FakeService(
            (run, sink) -> {
              sink.accept(out(service.awaitInput()));
              return exited(0);
            });
    runtime(Feature.SHELL);
    CommandLineFixture cli = new CommandLineFixture(service, "ls | wc -l\n");
    assertThat(cli.run("shell")).isZero();
    assertThat(cli.out()).isEqualTo("ls | wc -l\n");
    assertThat(program().terminal()).isEmpty();
    assertThat(program().env()).isEmpty();
    assertThat(service.requests.getFirst().features()).containsExactly(Feature.SHELL);
    assertThat(screen.timesRaw).isZero();
  }

  @Test
  void newSizesOfTheWindowArePassedOn() {
    service = new FakeService((run, sink) -> exited(changed(WIDE) + changed(TALL)));
    runtime(Feature.SHELL, Feature.TERMINAL);
    assertThat(atTerminal().run("shell")).isEqualTo(120 + 60);
  }

  /** The columns that were told when the terminal had another size. */
  private int changed(TerminalSize size) {
    screen.size = size;
    await().ignoreException(IllegalArgumentException.class).until(ShellCommandTest::signalled);
    try {
      return service.sizes.take().columns();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Refused as an illegal argument while nobody takes the signal. */
  private static boolean signalled() {
    Signal.raise(new Signal("WINCH"));
    return true;
  }

  @Test
  void theTerminalIsPutBackHoweverItEnds() {
    service =
        new FakeService(
            (run, sink) -> {
              throw ServiceException.of(ErrorCode.RUNTIME_FAILED, "broken");
            });
    runtime(Feature.SHELL, Feature.TERMINAL);
    CommandLineFixture cli = atTerminal();
    assertThat(cli.run("shell")).isEqualTo(125);
    assertThat(screen.timesRaw).isEqualTo(1);
    assertThat(screen.isRaw).isFalse();
    assertThat(service.closed).hasSize(1);
  }

  @Test
  void howItEndedIsSaidWhenTheTerminalIsPutBack() {
    service =
        new FakeService(
            (run, sink) -> new Outcome.Signalled("SIGKILL", Usage.NONE, ContextState.NONE));
    runtime(Feature.SHELL, Feature.TERMINAL);
    CommandLineFixture cli = atTerminal();
    assertThat(cli.run("shell")).isEqualTo(137);
    assertThat(cli.err()).contains("killed by signal SIGKILL");
  }

  @Test
  void itMayTakeAsLongAsTheServiceAllows() {
    runtime(Feature.SHELL, Feature.TERMINAL);
    atTerminal().run("shell");
    assertThat(service.requests.getFirst().limits()).containsExactly(entry(Limit.WALL, 1_000_000L));
    atTerminal().run("shell", "--limit", "wallMs=5");
    assertThat(service.requests.getLast().limits()).containsExactly(entry(Limit.WALL, 5L));
  }

  @Test
  void codeCanBeGivenThisTerminal() {
    assertThat(atTerminal().run("run", "--tty", "-l", "python", "-e", "input()")).isEqualTo(7);
    assertThat(wasRaw).isTrue();
    assertThat(screen.isRaw).isFalse();
    assertThat(service.requests.getFirst().features()).containsExactly(Feature.TERMINAL);
    assertThat(service.commands.getFirst().terminal()).contains(new TerminalSize(80, 24));
    assertThat(service.commands.getFirst().env()).containsEntry("TERM", "fake-256color");
  }
}
