package dev.codebeaker.runtime.wasm.worker.inside;

import dev.codebeaker.execution.Outcome;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Opening;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Run;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A guest of a worker. Its runs come over lanes, one after the other; what is asked of a run comes
 * over the control connection, which may be quicker than the run itself, or too late for it.
 */
final class HostedGuest {
  private static final Logger LOG = Logger.getLogger(HostedGuest.class);

  private static final String CLOSED = "the session was closed";

  /** What was asked of a run before it began. */
  private record Early(int run, Consumer<WasmGuest> asked) {}

  /** Held from the beginning of a run until the guest is settled or closed behind it. */
  private final ReentrantLock turn = new ReentrantLock();

  private final Settling.Observer settlings;
  private final Queue<Early> early = new ArrayDeque<>();
  private @Nullable WasmGuest guest;
  private int current;
  private boolean running;
  private boolean closed;

  HostedGuest(Settling.Observer settlings) {
    this.settlings = settlings;
  }

  /** Runs to the end, tells it, and then does what need not delay telling it. */
  void run(Run run, Function<Opening, WasmGuest> opener, LaneOutput output) throws IOException {
    turn.lock();
    try {
      FromWorker end = ended(run, opener, output);
      output.say(end);
      settle();
    } finally {
      turn.unlock();
    }
  }

  private FromWorker ended(Run run, Function<Opening, WasmGuest> opener, LaneOutput output) {
    try {
      WasmGuest opened = opened(run, opener);
      begin(run, opened);
      try {
        Outcome outcome = opened.run(run.command(), run.limits(), output);
        return new FromWorker.Ended(outcome);
      } finally {
        end();
      }
    } catch (ServiceException failure) {
      return new FromWorker.Failed(failure);
    } catch (RuntimeException | Error failure) {
      LOG.error("A guest could not be run", failure);
      return new FromWorker.Failed(
          ServiceException.of(ErrorCode.RUNTIME_FAILED, "the wasm runtime failed to run this"));
    }
  }

  private WasmGuest opened(Run run, Function<Opening, WasmGuest> opener) {
    WasmGuest live = live();
    if (live != null) {
      return live;
    }
    WasmGuest opened =
        opener.apply(
            run.opening()
                .orElseThrow(() -> new IllegalStateException("nothing says what to open")));
    synchronized (this) {
      if (!closed) {
        guest = opened;
        return opened;
      }
    }
    opened.close();
    throw ServiceException.of(ErrorCode.SESSION_CLOSED, CLOSED);
  }

  private synchronized @Nullable WasmGuest live() {
    requireOpen();
    return guest;
  }

  private void requireOpen() {
    if (closed) {
      throw ServiceException.of(ErrorCode.SESSION_CLOSED, CLOSED);
    }
  }

  private synchronized void begin(Run run, WasmGuest opened) {
    requireOpen();
    current = run.run();
    running = true;
    run.stopped().ifPresent(opened::stop);
    for (Early one = early.poll(); one != null; one = early.poll()) {
      if (one.run() == current) {
        deliver(one, opened);
      }
    }
  }

  private static void deliver(Early one, WasmGuest opened) {
    try {
      one.asked().accept(opened);
    } catch (ServiceException refused) {
      LOG.debug("Input was dropped that came before its program had begun", refused);
    }
  }

  private synchronized void end() {
    running = false;
  }

  /**
   * Does it to the run, now or when it begins; nothing if it is over.
   *
   * @throws ServiceException if the guest refuses
   */
  synchronized void ask(int run, Consumer<WasmGuest> asked) {
    WasmGuest live = guest;
    if (run == current && running && live != null) {
      asked.accept(live);
    } else if (run > current) {
      early.add(new Early(run, asked));
    }
  }

  private void settle() {
    WasmGuest live = guest;
    if (live != null) {
      try {
        live.settle(settlings);
      } catch (RuntimeException failure) {
        LOG.error("A context could not be put in order behind its turn", failure);
      }
    }
  }

  /** Ends what runs, and returns when nothing of the guest is left. */
  void close() {
    WasmGuest live;
    synchronized (this) {
      closed = true;
      live = guest;
      if (live != null && running) {
        live.stop(CLOSED);
      }
    }
    turn.lock();
    try {
      if (live != null) {
        live.close();
      }
    } finally {
      turn.unlock();
    }
  }
}
