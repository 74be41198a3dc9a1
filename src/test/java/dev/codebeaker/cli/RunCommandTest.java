package dev.codebeaker.cli;

import static dev.codebeaker.cli.FakeService.err;
import static dev.codebeaker.cli.FakeService.exited;
import static dev.codebeaker.cli.FakeService.out;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {
  @Test
  void outputAndExitCodePassThrough() {
    CommandLineFixture cli =
        over(
            (code, sink) -> {
              sink.accept(out("one"));
              sink.accept(err("two"));
              return exited(3);
            });
    assertThat(cli.run("run", "-l", "python", "-e", "code")).isEqualTo(3);
    assertThat(cli.out()).isEqualTo("one");
    assertThat(cli.err()).isEqualTo("two");
  }

  @Test
  void standardInputPassesThroughToItsEnd() {
    FakeService[] service = new FakeService[1];
    service[0] =
        new FakeService(
            (code, sink) -> {
              sink.accept(out(service[0].awaitInput()));
              return exited(0);
            });
    CommandLineFixture cli = new CommandLineFixture(service[0], "some\ninput");
    assertThat(cli.run("run", "-l", "python", "-e", "code")).isZero();
    assertThat(cli.out()).isEqualTo("some\ninput");
  }

  @Test
  void figuresAreNamedWhereThereIsNoText() {
    CommandLineFixture cli =
        over(
            (code, sink) -> {
              sink.accept(new OutputChunk.Rich(Map.of("image/png", "aGk="), false));
              return exited(0);
            });
    cli.run("run", "-l", "python", "-e", "code");
    assertThat(cli.out()).isEqualTo("[image/png]\n");
  }

  @Test
  void theSessionIsClosedHoweverItEnds() {
    FakeService service =
        new FakeService(
            (code, sink) -> {
              throw ServiceException.of(ErrorCode.RUNTIME_FAILED, "broken");
            });
    CommandLineFixture cli = new CommandLineFixture(service, "");
    assertThat(cli.run("run", "-l", "python", "-e", "code")).isEqualTo(125);
    assertThat(cli.err()).contains("RUNTIME_FAILED: broken");
    assertThat(service.closed).hasSize(1);
  }

  @Test
  void waitsWhileItsRuntimeIsPreparedAndSaysSo() {
    FakeService service = new FakeService((code, sink) -> exited(0));
    FakeRuntime runtime = new FakeRuntime("python");
    runtime.soon.add(new Availability.Preparing("compiling CPython", 0.25));
    runtime.soon.add(new Availability.Preparing("compiling CPython", 0.5));
    service.runtimes.add(runtime);
    service.notReadyYet = 1;
    CommandLineFixture cli = new CommandLineFixture(service, "");
    assertThat(cli.run("run", "-l", "python", "-e", "code")).isZero();
    assertThat(cli.err())
        .contains("codebeaker: compiling CPython 20 %", "codebeaker: compiling CPython 50 %");
  }

  @ParameterizedTest
  @CsvSource({"WALL,124", "CPU,124", "MEMORY,137", "STACK,137", "OUTPUT,137", "WORKSPACE,137"})
  void aLimitHasAnExitCodeAndALine(Limit limit, int exitCode) {
    CommandLineFixture cli =
        over((code, sink) -> new Outcome.LimitExceeded(limit, Usage.NONE, ContextState.NONE));
    assertThat(cli.run("run", "-l", "python", "-e", "code")).isEqualTo(exitCode);
    assertThat(cli.err()).contains("over its limit " + limit.key());
  }

  @Test
  void trapsSignalsAndCancellationsHaveExitCodes() {
    assertThat(ExitCode.of(new Outcome.Trapped("unreachable", Usage.NONE, ContextState.NONE)))
        .isEqualTo(134);
    assertThat(ExitCode.of(new Outcome.Cancelled("so", Usage.NONE, ContextState.NONE)))
        .isEqualTo(130);
    assertThat(ExitCode.of(new Outcome.Signalled("SIGTERM", Usage.NONE, ContextState.NONE)))
        .isEqualTo(143);
    assertThat(ExitCode.of(new Outcome.Signalled("KILL", Usage.NONE, ContextState.NONE)))
        .isEqualTo(137);
  }

  @Test
  void whatDoesNotCompileExitsAsItsCompiler() {
    Outcome compiler = new Outcome.Exited(1, Usage.NONE, ContextState.NONE);
    CommandLineFixture cli = over((code, sink) -> new Outcome.NotCompiled(compiler));
    assertThat(cli.run("run", "-l", "python", "-e", "code")).isEqualTo(1);
    assertThat(cli.err()).contains("it did not compile");
  }

  private static CommandLineFixture over(FakeService.Guest guest) {
    return new CommandLineFixture(new FakeService(guest), "");
  }
}
