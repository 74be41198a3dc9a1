package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.runtime.process.jail.ProgramSpec;
import dev.codebeaker.runtime.process.jail.TerminalJail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program with a terminal, in a jail of its own whose controlling terminal it is. */
final class TerminalRun implements Running {
  /** What Ctrl-D sends: the end of the input, as a terminal knows it. */
  private static final byte[] END_OF_INPUT = {4};

  private static final long STREAM_MILLIS = 500;

  /**
   * @param directory where it starts, below the workspace: empty or from a slash on
   * @param brought what it brings along
   */
  record Line(
      List<String> command,
      Map<String, String> environment,
      String directory,
      Optional<Path> brought) {}

  private final TerminalJail jail;
  private final OutputGate gate;
  private final InputPump input;
  private final StreamPump output;
  private final Vigil vigil;
  private final Watchdog watchdog;

  // guarded by this
  private @Nullable Stop stop;
  private boolean over;

  private TerminalRun(
      TerminalJail jail, Limits limits, OutputSink sink, ProcessSandbox.Around around) {
    this.jail = jail;
    this.gate = new OutputGate(sink, limits.outputBytes(), this::stop);
    this.input = new InputPump(jail.input(), new CompletableFuture<>());
    this.output = new StreamPump(jail.output(), Stream.STDOUT);
    this.vigil = new Vigil(limits, jail.consumption(), around.workspace(), this::stop);
    this.watchdog = around.watchdog();
  }

  static Outcome perform(
      ProcessExecution execution,
      SessionJails jails,
      ProcessSandbox.Around around,
      Run run,
      Line line,
      Limits limits,
      OutputSink sink)
      throws IOException, InterruptedException {
    TerminalSize size = run.terminal().orElseThrow();
    Map<String, String> environment = new HashMap<>(Map.of("TERM", "xterm-256color"));
    environment.putAll(line.environment());
    ProgramSpec spec =
        new ProgramSpec(
            line.command(),
            environment,
            line.directory(),
            false,
            SeatMaker.kernel(limits),
            line.brought());
    try (TerminalJail jail = jails.openTerminal(spec, size)) {
      TerminalRun terminal = new TerminalRun(jail, limits, sink, around);
      return terminal.run(execution, run);
    }
  }

  private Outcome run(ProcessExecution execution, Run run) {
    output.to(gate);
    output.start();
    input.start(new dev.codebeaker.execution.Stdin(run.stdin().initial(), true));
    if (!run.stdin().open()) {
      endInput();
    }
    watchdog.add(vigil);
    execution.attach(this);
    try {
      OptionalInt code = jail.ended().join();
      awaitOutput();
      return verdict(code);
    } finally {
      end();
    }
  }

  private void awaitOutput() {
    output.done().completeOnTimeout(null, STREAM_MILLIS, TimeUnit.MILLISECONDS).join();
  }

  private Outcome verdict(OptionalInt code) {
    vigil.conclude();
    gate.requireDelivered();
    Usage usage = vigil.usage(gate.written());
    Optional<Stop> why = stopped();
    return why.isPresent()
        ? Verdict.stopped(why.get(), usage, ContextState.NONE)
        : Verdict.program(code, Optional.empty(), vigil.exceeded(), usage);
  }

  private synchronized Optional<Stop> stopped() {
    return Optional.ofNullable(stop);
  }

  private void end() {
    synchronized (this) {
      over = true;
    }
    vigil.end();
    watchdog.remove(vigil);
    input.close();
  }

  @Override
  public void stop(Stop why) {
    synchronized (this) {
      if (over || stop != null) {
        return;
      }
      stop = why;
    }
    Thread.ofVirtual().name("jail-end").start(jail::close);
  }

  @Override
  public void input(byte[] data) {
    input.add(data);
  }

  @Override
  public void endInput() {
    input.add(END_OF_INPUT);
  }

  @Override
  public void signal(Signal signal) throws IOException {
    jail.signal(signal.number());
  }

  @Override
  public void resize(TerminalSize size) throws IOException {
    jail.resize(size);
  }
}
