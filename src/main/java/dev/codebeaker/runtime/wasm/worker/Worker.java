package dev.codebeaker.runtime.wasm.worker;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.wasm.worker.inside.WorkerProcess;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;

/**
 * A worker process that is ready, as the service sees it: less trusted than the service, and dead
 * as soon as it says what it may not, or nothing in time. Thread safe.
 */
final class Worker implements AutoCloseable {
  private static final long A_MOMENT = 2;

  private final int number;
  private final WorkerLauncher.Started process;
  private final ControlLine control;
  private final Lanes lanes;
  private final Duration answerTimeout;
  private final CompletableFuture<String> dead = new CompletableFuture<>();

  /**
   * @param number of its slot, for people
   * @param control on which it has said that it is ready
   */
  Worker(
      int number,
      WorkerLauncher.Started process,
      ControlLine control,
      Path sockets,
      Duration answerTimeout) {
    this.number = number;
    this.process = process;
    this.control = control;
    this.lanes = new Lanes(sockets.resolve(WorkerProcess.LANE_SOCKET));
    this.answerTimeout = answerTimeout;
  }

  long pid() {
    return process.pid();
  }

  Lanes lanes() {
    return lanes;
  }

  Duration answerTimeout() {
    return answerTimeout;
  }

  /** Completes when it is dead, with how that came. */
  CompletableFuture<String> dead() {
    return dead;
  }

  boolean isDead() {
    return dead.isDone();
  }

  /** On a thread of its own, for as long as it lives. */
  void watch() {
    String cause = "";
    try {
      control.listen();
    } catch (java.io.EOFException | java.nio.channels.ClosedChannelException ended) {
      // how the process ended tells more
    } catch (IOException broken) {
      cause = ", for it broke the protocol: " + broken.getMessage();
    }
    bury(cause);
  }

  private void bury(String cause) {
    close();
    dead.complete(process.ended().join() + cause);
  }

  void say(ToWorker order) {
    control.say(order);
  }

  /**
   * Asks for something, and waits for the answer.
   *
   * @return why it is refused, if it is
   */
  Optional<ServiceException> ask(LongFunction<ToWorker> order) {
    try {
      return control.ask(order).get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silent) {
      process.kill();
      throw died(silent);
    } catch (ExecutionException gone) {
      throw died(gone);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServiceException.because(
          ErrorCode.RUNTIME_FAILED, "interrupted while a worker was asked", e);
    }
  }

  /** Called now and then: a worker that owes an answer for too long is killed. */
  void check() {
    if (lanes.anyOverdue()) {
      process.kill();
    }
  }

  /**
   * What somebody is told whose conversation with it broke off; it is killed, if it is not dead.
   */
  ServiceException died(Exception cause) {
    process.kill();
    String how;
    try {
      how = dead.get(A_MOMENT, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException unknown) {
      how = "was killed";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      how = "was killed";
    }
    return ServiceException.because(
            ErrorCode.RUNTIME_FAILED,
            "the worker " + number + " that ran this died: it " + how + "; its contexts are lost",
            cause)
        .fix("send it again: another worker takes its place");
  }

  /** For a context that was at rest when its worker died. */
  ServiceException lost() {
    return ServiceException.of(
            ErrorCode.RUNTIME_FAILED,
            "the worker " + number + " died, and what this context held is lost with it")
        .fix("send it again: the context begins anew");
  }

  /** Ends it. Returns when the process is gone. */
  @Override
  public void close() {
    process.kill();
    control.close();
    lanes.close();
    process.ended().join();
  }
}
