package dev.codebeaker.session;

import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Execution;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has arrived for an execution that does not exist yet, in its order. Input behind input
 * becomes one piece, a size behind a size replaces it, and a signal behind the same signal is one
 * signal. Bounded: how many bytes is up to the caller. Guarded by the command.
 */
final class EarlyArrivals {
  private static final int MOST = 1000;

  private sealed interface Arrival {}

  private record Input(ByteArrayOutputStream data) implements Arrival {}

  private record EndOfInput() implements Arrival {}

  private record Sent(Signal signal) implements Arrival {}

  private record Resized(TerminalSize size) implements Arrival {}

  private final Deque<Arrival> arrivals = new ArrayDeque<>();

  void input(byte[] data) {
    if (data.length > 0) {
      if (!(arrivals.peekLast() instanceof Input)) {
        add(new Input(new ByteArrayOutputStream()));
      }
      ((Input) arrivals.getLast()).data().writeBytes(data);
    }
  }

  /** There is always room for it: it comes once. */
  void endInput() {
    arrivals.addLast(new EndOfInput());
  }

  void signal(Signal signal) {
    Arrival sent = new Sent(signal);
    if (!sent.equals(arrivals.peekLast())) {
      add(sent);
    }
  }

  void resize(TerminalSize size) {
    if (arrivals.peekLast() instanceof Resized) {
      arrivals.removeLast();
    }
    add(new Resized(size));
  }

  void passTo(Execution execution) {
    for (Arrival arrival : arrivals) {
      switch (arrival) {
        case Input(var data) -> execution.input(data.toByteArray());
        case EndOfInput() -> execution.endInput();
        case Sent(Signal signal) -> execution.signal(signal);
        case Resized(TerminalSize size) -> execution.resize(size);
      }
    }
    arrivals.clear();
  }

  void clear() {
    arrivals.clear();
  }

  private void add(Arrival arrival) {
    if (arrivals.size() >= MOST) {
      throw ServiceException.of(
              ErrorCode.SESSION_QUEUE_FULL,
              arrivals.size() + " inputs, signals and sizes wait already for it to start")
          .field("executionId")
          .fix("wait until it has started");
    }
    arrivals.addLast(arrival);
  }
}
