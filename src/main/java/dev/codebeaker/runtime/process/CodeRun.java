package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.language.Surroundings;
import dev.codebeaker.linux.ExecutableFile;
import dev.codebeaker.runtime.process.agent.AgentCommand;
import dev.codebeaker.runtime.process.agent.Job;
import dev.codebeaker.runtime.process.compile.Compiled;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.Program;
import dev.codebeaker.runtime.process.jail.ProgramSpec;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs what is no turn of a context: source text through its toolchain, and programs as they are.
 */
final class CodeRun {
  private final ProcessRuntime runtime;
  private final SessionJails jails;
  private final ProcessSandbox.Around around;
  private final Optional<Room> chosen;

  /**
   * @param directory where it starts, below the workspace: empty or from a slash on
   * @param brought what it brings along
   */
  private record Line(List<String> words, String directory, Optional<Path> brought) {}

  /**
   * @param chosen where the session lives, if not in its languages' own rooms
   */
  CodeRun(
      ProcessRuntime runtime,
      SessionJails jails,
      ProcessSandbox.Around around,
      Optional<Room> chosen) {
    this.runtime = runtime;
    this.jails = jails;
    this.around = around;
    this.chosen = chosen;
  }

  Outcome perform(ProcessExecution execution, RunCode code, Limits limits, OutputSink sink)
      throws IOException, InterruptedException {
    ToolchainTools toolchain = runtime.toolchain(code.language());
    boolean waits = AgentCommand.of(toolchain.toolchain()).isPresent() && code.terminal().isEmpty();
    if (waits) {
      return interpreted(execution, code, limits, sink);
    }
    if (!toolchain.toolchain().compile().isEmpty()) {
      return compiled(execution, toolchain, code, limits, sink);
    }
    String name = toolchain.fileName(code.language());
    if (toolchain.isBinary()) {
      return executable(execution, toolchain, code, limits, sink);
    }
    try (SourceFile source = SourceFile.write(around.workspace(), name, code.code())) {
      String file = jails.programs().paths().workspace() + "/" + source.path();
      List<String> line = toolchain.step(toolchain.toolchain().run(), file, "");
      return start(
          execution, code, new Line(line(line, code.args()), "", Optional.empty()), limits, sink);
    }
  }

  Outcome perform(ProcessExecution execution, RunProgram program, Limits limits, OutputSink sink)
      throws IOException, InterruptedException {
    String directory = program.directory().isRoot() ? "" : "/" + program.directory();
    return start(
        execution,
        program,
        new Line(program.commandLine(), directory, Optional.empty()),
        limits,
        sink);
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
    Optional<Program> next = Optional.empty();
    boolean again = false;
    try (SourceFile source =
        SourceFile.write(
            around.workspace(),
            runtime.toolchain(code.language()).fileName(code.language()),
            code.code())) {
      seat.awaitReady(execution);
      String workspace = seat.jail().paths().workspace();
      seat.jail().bringIn();
      seat.agent()
          .start(
              new Job.Program(workspace + "/" + source.path(), workspace, Surroundings.of(code)));
      ProgramRun run =
          new ProgramRun(seat.jail(), seat.program(), limits, sink, around)
              .listen(seat.agent())
              .begin(code.stdin());
      execution.attach(run);
      next = jails.startNext(seat, code.language());
      Outcome outcome = run.await();
      again = seat.jail().isAlive();
      return outcome;
    } finally {
      Optional<Program> begun = next;
      if (again) {
        execution.afterwards(() -> jails.seatAgain(seat, begun, code.language(), around));
      } else {
        seat.close();
        begun.ifPresent(Program::close);
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
    return switch (runtime
        .compiler(code.language(), chosen)
        .compile(toolchain, code, around.workspace(), execution)) {
      case Compiled.Failed(Outcome.Cancelled cancelled, var _) -> cancelled;
      case Compiled.Failed(Outcome compiler, List<OutputChunk> said) -> {
        said.forEach(sink::accept);
        yield new Outcome.NotCompiled(compiler);
      }
      case Compiled.Made(Path program) -> {
        List<String> line = toolchain.step(toolchain.toolchain().run(), "", ProgramSpec.BROUGHT);
        Line brought = new Line(line(line, code.args()), "", Optional.of(program));
        yield start(execution, code, brought, limits, sink);
      }
    };
  }

  private Outcome executable(
      ProcessExecution execution,
      ToolchainTools toolchain,
      RunCode code,
      Limits limits,
      OutputSink sink)
      throws IOException, InterruptedException {
    byte[] program = ProcessRuntime.executable(code);
    Path file = runtime.directory("executables").resolve(UUID.randomUUID().toString());
    try {
      ExecutableFile.write(file, program);
      List<String> line = toolchain.step(toolchain.toolchain().run(), ProgramSpec.BROUGHT, "");
      Line brought = new Line(line(line, code.args()), "", Optional.of(file));
      return start(execution, code, brought, limits, sink);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static List<String> line(List<String> words, List<String> args) {
    List<String> line = new ArrayList<>(words);
    line.addAll(args);
    return line;
  }

  private Outcome start(
      ProcessExecution execution, Run run, Line line, Limits limits, OutputSink sink)
      throws IOException, InterruptedException {
    Map<String, String> environment = runtime.environment(run);
    if (run.terminal().isPresent()) {
      return TerminalRun.perform(
          execution,
          jails,
          around,
          run,
          new TerminalRun.Line(line.words(), environment, line.directory(), line.brought()),
          limits,
          sink);
    }
    Jail jail = jails.programs();
    ProgramSpec spec =
        new ProgramSpec(
            line.words(),
            environment,
            jail.paths().workspace() + line.directory(),
            false,
            SeatMaker.kernel(limits),
            line.brought());
    Program program = jail.start(spec);
    ProgramRun begun =
        new ProgramRun(jail, program, limits, sink, around).withoutAgent().begin(run.stdin());
    execution.attach(begun);
    return begun.await();
  }
}
