package dev.codebeaker.runtime.wasm.worker;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker;
import dev.codebeaker.runtime.wasm.worker.protocol.MalformedFrame;
import dev.codebeaker.runtime.wasm.worker.protocol.Reports;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** One run over a lane: what is believed of what the worker says. On one thread. */
final class Conversation {
  private final Lane lane;
  private final Limits limits;
  private final OutputSink sink;
  private final Runnable stop;
  private final Duration patience;
  private long outputBytes;
  private long shownBytes;
  private Optional<RuntimeException> broken = Optional.empty();

  /**
   * @param stop asks the run to end
   * @param slack how much longer than its time it may take
   */
  Conversation(Lane lane, Limits limits, OutputSink sink, Runnable stop, Duration slack) {
    this.lane = lane;
    this.limits = limits;
    this.sink = sink;
    this.stop = stop;
    this.patience = limits.wall().plus(slack);
  }

  /**
   * Has it run, and passes its output on.
   *
   * @throws ServiceException that the worker reports
   * @throws IOException if the worker is gone or can not be believed
   */
  Outcome hold(Run order) throws IOException {
    lane.say(order);
    while (true) {
      switch (lane.hear(patience)) {
        case FromWorker.Output(OutputChunk chunk) -> pass(chunk);
        case FromWorker.Ended(Outcome outcome) -> {
          if (broken.isPresent()) {
            throw broken.get();
          }
          return outcome;
        }
        case FromWorker.Failed(ServiceException failure) -> throw failure;
        case FromWorker.Closed _,
            FromWorker.Ready _,
            FromWorker.Unfit _,
            FromWorker.Settled _,
            FromWorker.Answered _ ->
            throw new MalformedFrame("not a report of a run");
      }
    }
  }

  /** A sink that throws ends the execution; the rest of the output goes nowhere. */
  private void pass(OutputChunk chunk) throws MalformedFrame {
    count(chunk);
    if (broken.isPresent()) {
      return;
    }
    try {
      sink.accept(chunk);
    } catch (RuntimeException failure) {
      broken = Optional.of(failure);
      stop.run();
    }
  }

  private void count(OutputChunk chunk) throws MalformedFrame {
    switch (chunk) {
      case OutputChunk.Bytes bytes -> outputBytes += bytes.data().length;
      case OutputChunk.Rich rich ->
          shownBytes +=
              rich.bundle().entrySet().stream()
                  .mapToLong(entry -> entry.getKey().length() + entry.getValue().length())
                  .sum();
    }
    if (outputBytes > limits.outputBytes() || shownBytes > Reports.MOST_SHOWN_BYTES) {
      throw new MalformedFrame("more output than the limit allows");
    }
  }

  /** Behind the end of a program: waits until nothing of it is left. */
  static void awaitClosed(Lane lane, Duration patience) throws IOException {
    if (!(lane.hear(patience) instanceof FromWorker.Closed)) {
      throw new MalformedFrame("a program goes on behind its end");
    }
  }
}
