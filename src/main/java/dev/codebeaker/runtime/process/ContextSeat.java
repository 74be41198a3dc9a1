package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.language.Ending;
import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.runtime.process.agent.AgentContext;
import dev.codebeaker.runtime.process.agent.AgentKind;
import dev.codebeaker.runtime.process.jail.TurnInputs;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A context: an interpreter in a jail of its own, from turn to turn. */
final class ContextSeat implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ContextSeat.class);

  private final Seat seat;
  private final AgentContext context;
  private final StreamPump stdout;
  private final StreamPump stderr;
  private final ProcessSandbox.Around around;
  private final Duration grace;
  private final TurnInputs inputs;
  private final Rest rest;

  ContextSeat(
      Seat seat, AgentKind kind, Language language, ProcessSandbox.Around around, Duration grace)
      throws IOException {
    this.seat = seat;
    this.context = new AgentContext(seat.agent(), kind, language);
    this.stdout = new StreamPump(seat.program().stdout(), Stream.STDOUT).start();
    this.stderr = new StreamPump(seat.program().stderr(), Stream.STDERR).start();
    this.around = around;
    this.grace = grace;
    this.inputs = seat.jail().turnInputs(seat.program());
    this.rest = new Rest(seat.jail(), around);
  }

  /** Whether it can take another turn. */
  boolean isFit() {
    return seat.isFit();
  }

  Outcome run(ProcessExecution execution, RunCode command, Limits limits, OutputSink sink)
      throws IOException {
    rest.end();
    try {
      Turn turn = new Turn(command, limits, sink);
      execution.attach(turn);
      return turn.perform(command);
    } catch (IOException noInput) {
      seat.jail().close();
      throw noInput;
    } finally {
      if (isFit()) {
        rest.begin(limits);
      }
    }
  }

  @Override
  public void close() {
    rest.close();
    inputs.close();
    seat.close();
  }

  /** One turn. It is asked to end before its jail is ended, which costs the context. */
  private final class Turn implements Running {
    private final OutputGate gate;
    private final Vigil vigil;
    private final InputPump input;
    private final Descriptor writer;

    // guarded by this
    private @Nullable Stop stop;
    private boolean over;

    Turn(RunCode command, Limits limits, OutputSink sink) throws IOException {
      this.gate = new OutputGate(sink, limits.outputBytes(), this::stop);
      this.vigil = new Vigil(limits, seat.jail().consumption(), around.workspace(), this::stop);
      this.writer = inputs.writer(command.stdin());
      this.input = new InputPump(writer, CompletableFuture.completedFuture(null));
    }

    Outcome perform(RunCode command) {
      stdout.to(gate);
      stderr.to(gate);
      around.watchdog().add(vigil);
      input.start(command.stdin());
      try {
        seat.jail().bringIn();
        Ending ending = context.turn(command, gate);
        seat.jail().bringBack();
        return ended(ending);
      } catch (IOException lost) {
        return lost();
      } finally {
        end();
      }
    }

    private Outcome ended(Ending ending) {
      drain();
      gate.requireDelivered();
      Usage usage = vigil.usage(gate.written());
      synchronized (this) {
        over = true;
        return stop == null
            ? Verdict.turn(ending, usage)
            : Verdict.stopped(stop, usage, ContextState.KEPT);
      }
    }

    private Outcome lost() {
      close();
      drain();
      Usage usage = vigil.usage(gate.written());
      Optional<Stop> why = stopped().or(() -> vigil.exceeded().map(Stop::at));
      return why.isPresent()
          ? Verdict.stopped(why.get(), usage, ContextState.RESET)
          : new Outcome.Signalled("SIGKILL", usage, ContextState.RESET);
    }

    private synchronized Optional<Stop> stopped() {
      return Optional.ofNullable(stop);
    }

    private void drain() {
      vigil.conclude();
      stdout.drain();
      stderr.drain();
    }

    private void end() {
      synchronized (this) {
        over = true;
      }
      vigil.end();
      around.watchdog().remove(vigil);
      input.close();
      writer.close();
      inputs.empty();
      stdout.to(null);
      stderr.to(null);
    }

    @Override
    public void stop(Stop why) {
      synchronized (this) {
        if (over || stop != null) {
          return;
        }
        stop = why;
      }
      Thread.ofVirtual().name("turn-end").start(this::insist);
    }

    /** Asks, and when the grace is over does not ask any more. */
    private void insist() {
      Thread.ofVirtual().name("turn-asked").start(this::askToEnd); // a guest can delay that
      try {
        Thread.sleep(grace);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      synchronized (this) {
        if (over) {
          return;
        }
      }
      seat.jail().close();
    }

    private void askToEnd() {
      try {
        signal(Signal.INT);
      } catch (IOException failure) {
        LOG.debugf("An interpreter could not be asked to stop: %s", failure.getMessage());
      }
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
      seat.jail().signalProgram(signal.number());
    }

    @Override
    public void resize(TerminalSize size) {
      throw NoTerminal.failure();
    }
  }
}
