package dev.codebeaker.cli;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Takes a signal for something else than it usually does, until it is closed. */
final class TakenSignal implements AutoCloseable {
  private static final String INTERRUPT = "INT";
  private static final String WINDOW_CHANGE = "WINCH";

  private final Signal signal;
  private final SignalHandler before;

  private TakenSignal(String name, Runnable action) {
    signal = new Signal(name);
    before = Signal.handle(signal, _ -> action.run());
  }

  /** Ctrl-C. */
  static TakenSignal interrupt(Runnable action) {
    return new TakenSignal(INTERRUPT, action);
  }

  /** The terminal has another size. */
  static TakenSignal windowChange(Runnable action) {
    return new TakenSignal(WINDOW_CHANGE, action);
  }

  @Override
  public void close() {
    Signal.handle(signal, before);
  }
}
