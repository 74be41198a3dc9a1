package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.language.Ending;
import dev.codebeaker.runtime.process.agent.Agent;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.Program;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One program of a jail, from its start to its outcome. Whatever ends it early ends its jail. */
final class ProgramRun implements Running {
  /** What ended has written all it will, unless something it started holds on to its streams. */
  private static final long STREAMS_MILLIS = 500;

  private final Jail jail;
  private final Program program;
  private final OutputGate gate;
  private final InputPump input;
  private final StreamPump stdout;
  private final StreamPump stderr;
  private final Vigil vigil;
  private final Watchdog watchdog;

  /** The program's end, after the last look at what it used. */
  private final CompletableFuture<OptionalInt> ended;

  private final CompletableFuture<Optional<Ending>> told = new CompletableFuture<>();

  // guarded by this
  private @Nullable Stop stop;
  private boolean over;

  ProgramRun(
      Jail jail, Program program, Limits limits, OutputSink sink, ProcessSandbox.Around around) {
    this.jail = jail;
    this.program = program;
    this.gate = new OutputGate(sink, limits.outputBytes(), this::stop);
    this.input = new InputPump(program.stdin(), program.started());
    this.stdout = new StreamPump(program.stdout(), Stream.STDOUT);
    this.stderr = new StreamPump(program.stderr(), Stream.STDERR);
    this.vigil = new Vigil(limits, jail.consumption(), around.workspace(), this::stop);
    this.watchdog = around.watchdog();
    this.ended = program.ended().whenComplete((_, _) -> vigil.conclude());
  }

  /** Begins to carry its streams and to watch it. */
  ProgramRun begin(Stdin stdin) {
    stdout.to(gate);
    stderr.to(gate);
    input.start(stdin);
    stdout.start();
    stderr.start();
    watchdog.add(vigil);
    return this;
  }

  /** Listens to what its interpreter says until the program ends. */
  ProgramRun listen(Agent agent) {
    Thread.ofVirtual().name("agent-answers").start(() -> told.complete(follow(agent)));
    return this;
  }

  ProgramRun withoutAgent() {
    told.complete(Optional.empty());
    return this;
  }

  private Optional<Ending> follow(Agent agent) {
    try {
      return agent.followProgram(gate);
    } catch (IOException nonsense) {
      stop(Stop.because("what runs in the sandbox took over the interpreter's own pipe"));
      return Optional.empty();
    }
  }

  /** Waits for its end, and gives up everything of it. */
  Outcome await() throws InterruptedException {
    try {
      OptionalInt code = ended.join();
      awaitStreams();
      return verdict(code);
    } finally {
      end();
    }
  }

  private void awaitStreams() throws InterruptedException {
    try {
      CompletableFuture.allOf(stdout.done(), stderr.done(), told)
          .get(STREAMS_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException heldOpen) {
      jail.close();
      stdout.drain();
      stderr.drain();
    } catch (java.util.concurrent.ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Outcome verdict(OptionalInt code) {
    gate.requireDelivered();
    Usage usage = vigil.usage(gate.written());
    Optional<Stop> why = stopped();
    return why.isPresent()
        ? Verdict.stopped(why.get(), usage, ContextState.NONE)
        : Verdict.program(code, told.getNow(Optional.empty()), vigil.exceeded(), usage);
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
    program.close();
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
    input.end();
  }

  @Override
  public void signal(Signal signal) throws IOException {
    jail.signalProgram(signal.number());
  }

  @Override
  public void resize(TerminalSize size) {
    throw NoTerminal.failure();
  }
}
