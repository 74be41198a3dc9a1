package dev.codebeaker.runtime.wasm.worker;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Close;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.EndInput;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Input;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Opening;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Run;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Stop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A guest in a worker. It is opened there by its first run: nothing is said before. A context whose
 * worker has died says so once, and begins anew in the next one.
 */
final class WorkerGuest implements WasmGuest {
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final long number = NUMBERS.incrementAndGet();
  private final WorkerSlot slot;
  private final GuestSpec spec;

  // guarded by this
  private @Nullable Worker home;
  private boolean opened;
  private int run;
  private boolean running;
  private @Nullable String stopped;
  private CompletableFuture<Boolean> hurry = new CompletableFuture<>();
  private final ByteArrayOutputStream early = new ByteArrayOutputStream();
  private boolean earlyEnd;

  /** Of the running thread: the lane used last; a program's is kept until it is closed. */
  private @Nullable Lane lane;

  WorkerGuest(WorkerSlot slot, GuestSpec spec) {
    this.slot = slot;
    this.spec = spec;
  }

  @Override
  public Outcome run(RunCode command, Limits limits, OutputSink sink) {
    return worker().map(worker -> run(worker, command, limits, sink)).orElseGet(this::neverRan);
  }

  /** It was stopped before there was a worker. */
  private synchronized Outcome neverRan() {
    ContextState state = spec.stateful() ? ContextState.KEPT : ContextState.NONE;
    Outcome cancelled = new Outcome.Cancelled(String.valueOf(stopped), Usage.NONE, state);
    end();
    return cancelled;
  }

  private Outcome run(Worker worker, RunCode command, Limits limits, OutputSink sink) {
    try {
      Lane leased = worker.lanes().lease(Optional.ofNullable(lane));
      lane = leased;
      Outcome outcome = converse(worker, leased, command, limits, sink);
      opened();
      return outcome;
    } catch (IOException gone) {
      lane = null;
      leave();
      throw worker.died(gone);
    }
  }

  private Outcome converse(
      Worker worker, Lane leased, RunCode command, Limits limits, OutputSink sink)
      throws IOException {
    Run order = begin(command, limits);
    Runnable stop = () -> stop("its output could not be passed on");
    boolean whole = true;
    try {
      return new Conversation(leased, limits, sink, stop, worker.answerTimeout()).hold(order);
    } catch (IOException broken) {
      whole = false;
      throw broken;
    } finally {
      end();
      if (whole && spec.stateful()) {
        worker.lanes().giveBack(leased);
      }
    }
  }

  private Optional<Worker> worker() {
    Worker known = home();
    if (known == null) {
      Optional<Worker> ready = slot.await(hurry());
      ready.ifPresent(this::settleIn);
      return ready;
    }
    if (known.isDead()) {
      leave();
      throw known.lost();
    }
    return Optional.of(known);
  }

  /** Completed by a stop, for as long as nothing runs. */
  private synchronized CompletableFuture<Boolean> hurry() {
    if (stopped == null) {
      hurry = new CompletableFuture<>();
    }
    return hurry;
  }

  private synchronized @Nullable Worker home() {
    return home;
  }

  private synchronized void settleIn(Worker ready) {
    home = ready;
  }

  private synchronized void leave() {
    home = null;
    opened = false;
  }

  private synchronized void opened() {
    opened = true;
  }

  private synchronized Run begin(RunCode command, Limits limits) {
    run++;
    running = true;
    Optional<Opening> opening = opened ? Optional.empty() : Optional.of(opening());
    return new Run(
        number, run, opening, withEarlyInput(command), limits, Optional.ofNullable(stopped));
  }

  private Opening opening() {
    return new Opening(
        spec.toolchain().name(),
        spec.language(),
        spec.template(),
        spec.workspace().directory(),
        spec.stateful(),
        spec.limits());
  }

  private RunCode withEarlyInput(RunCode command) {
    Stdin stdin = command.stdin();
    if (!stdin.open() || (early.size() == 0 && !earlyEnd)) {
      return command;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(stdin.initial());
    all.writeBytes(early.toByteArray());
    return command.withStdin(new Stdin(all.toByteArray(), !earlyEnd));
  }

  private synchronized void end() {
    running = false;
    stopped = null;
    early.reset();
    earlyEnd = false;
  }

  @Override
  public synchronized void stop(String reason) {
    Worker worker = home;
    if (!running || worker == null) {
      stopped = reason;
      hurry.complete(true);
    } else {
      worker.say(new Stop(number, run, reason));
    }
  }

  @Override
  public void input(byte[] data) {
    Worker worker;
    int current;
    synchronized (this) {
      worker = home;
      current = run;
      if (!running || worker == null) {
        early.writeBytes(data);
        return;
      }
    }
    worker
        .ask(request -> new Input(request, number, current, data))
        .ifPresent(
            refusal -> {
              throw refusal;
            });
  }

  @Override
  public synchronized void endInput() {
    Worker worker = home;
    if (!running || worker == null) {
      earlyEnd = true;
    } else {
      worker.say(new EndInput(number, run));
    }
  }

  @Override
  public void close() {
    Worker worker = home();
    if (worker == null || worker.isDead()) {
      return;
    }
    leave();
    Lane kept = lane;
    if (kept != null && !spec.stateful() && !isRunning()) {
      closeProgram(worker, kept);
    } else {
      closeContext(worker);
    }
  }

  private synchronized boolean isRunning() {
    return running;
  }

  /** The worker closes a program by itself behind its end. */
  private void closeProgram(Worker worker, Lane kept) {
    try {
      Conversation.awaitClosed(kept, worker.answerTimeout());
      worker.lanes().giveBack(kept);
    } catch (IOException gone) {
      worker.died(gone);
    }
  }

  private void closeContext(Worker worker) {
    try {
      worker.ask(request -> new Close(request, number));
    } catch (dev.codebeaker.failure.ServiceException gone) {
      // with the worker, all of the guest is gone
    }
  }
}
