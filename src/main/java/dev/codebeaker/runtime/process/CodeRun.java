package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.language.Surroundings;
import dev.codebeaker.runtime.process.agent.AgentCommand;
import dev.codebeaker.runtime.process.agent.Job;
import dev.codebeaker.runtime.process.compile.Compiled;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.Program;
import dev.codebeaker.runtime.process.jail.ProgramSpec;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs what is no turn of a context: source text through its toolchain, and programs as they are.
 */
final class CodeRun {
  private final ProcessRuntime runtime;
  private final SessionJails jails;
  private final ProcessSandbox.Around around;

  CodeRun(ProcessRuntime runtime, SessionJails jails, ProcessSandbox.Around around) {
    this.runtime = runtime;
    this.jails = jails;
    this.around = around;
  }

  Outcome perform(ProcessExecution execution, RunCode code, Limits limits, OutputSink sink)
      throws IOException, InterruptedException {
    ToolchainTools toolchain = runtime.toolchain(code.language());
    boolean waits = AgentCommand.of(toolchain.toolchain()).isPresent() && code.terminal().isEmpty();
    if (waits) {
      return interpreted(execution, code, limits, sink);
    }
    String name = toolchain.fileName(code.language());
    if (!toolchain.toolchain().compile().isEmpty()) {
      return compiled(execution, toolchain, code, limits, sink);
    }
    try (SourceFile source =
        SourceFile.write(around.workspace(), name, runtime.sourceBytes(toolchain, code))) {
      String file = jails.programs().paths().workspace() + "/" + source.path();
      List<String> line = toolchain.step(toolchain.toolchain().run(), file, "");
      return start(execution, code, line(line, code.args()), "", limits, sink);
    }
  }

  Outcome perform(ProcessExecution execution, RunProgram program, Limits limits, OutputSink sink)
      throws IOException, InterruptedException {
    String directory = program.directory().isRoot() ? "" : "/" + program.directory();
    return start(execution, program, program.commandLine(), directory, limits, sink);
  }

  /** A context's interpreter, ready. */
  ContextSeat openContext(Language language) throws IOException, InterruptedException {
    Seat seat = jails.takeSeat(language);
    try {
      seat.awaitReady();
      AgentCommand agent = AgentCommand.of(runtime.toolchain(language).toolchain()).orElseThrow();
      return new ContextSeat(seat, agent.kind(), language, around, runtime.config().stopGrace());
    } catch (IOException | RuntimeException failure) {
      seat.close();
      throw failure;
    }
  }

  private Outcome interpreted(
      ProcessExecution execution, RunCode code, Limits limits, OutputSink sink)
      throws IOException, InterruptedException {
    Seat seat = jails.takeSeat(code.language());
    boolean again = false;
    try (SourceFile source =
        SourceFile.write(
            around.workspace(),
            runtime.toolchain(code.language()).fileName(code.language()),
            code.code())) {
      seat.awaitReady(execution);
      String workspace = seat.jail().paths().workspace();
      seat.agent()
          .start(
              new Job.Program(workspace + "/" + source.path(), workspace, Surroundings.of(code)));
      ProgramRun run =
          new ProgramRun(seat.jail(), seat.program(), limits, sink, around)
              .listen(seat.agent())
              .begin(code.stdin());
      execution.attach(run);
      Outcome outcome = run.await();
      again = seat.jail().isAlive();
      return outcome;
    } finally {
      if (again) {
        execution.afterwards(() -> jails.seatAgain(seat, code.language()));
      } else {
        seat.close();
      }
    }
  }

  private Outcome compiled(
      ProcessExecution execution,
      ToolchainTools toolchain,
      RunCode code,
      Limits limits,
      OutputSink sink)
      throws IOException, InterruptedException {
    return switch (runtime.compiler().compile(toolchain, code, around.workspace(), execution)) {
      case Compiled.Failed(Outcome outcome, List<dev.codebeaker.execution.OutputChunk> said) -> {
        said.forEach(sink::accept);
        yield outcome;
      }
      case Compiled.Made made -> {
        String output = jails.programs().install(made.path(), made.name());
        List<String> line = toolchain.step(toolchain.toolchain().run(), "", output);
        yield start(execution, code, line(line, code.args()), "", limits, sink);
      }
    };
  }

  private static List<String> line(List<String> words, List<String> args) {
    List<String> line = new ArrayList<>(words);
    line.addAll(args);
    return line;
  }

  private Outcome start(
      ProcessExecution execution,
      Run run,
      List<String> line,
      String directory,
      Limits limits,
      OutputSink sink)
      throws IOException, InterruptedException {
    Map<String, String> environment = runtime.environment(run);
    if (run.terminal().isPresent()) {
      return TerminalRun.perform(
          execution,
          jails,
          around,
          run,
          new TerminalRun.Line(line, environment, directory),
          limits,
          sink);
    }
    Jail jail = jails.programs();
    ProgramSpec spec =
        new ProgramSpec(
            line,
            environment,
            jail.paths().workspace() + directory,
            false,
            SeatMaker.kernel(jail, limits));
    Program program = jail.start(spec);
    ProgramRun begun =
        new ProgramRun(jail, program, limits, sink, around).withoutAgent().begin(run.stdin());
    execution.attach(begun);
    return begun.await();
  }
}
