package dev.codebeaker.cli;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Takes Ctrl-C for something else than the end of the process, until it is closed. */
final class Interrupts implements AutoCloseable {
  private static final Signal INTERRUPT = new Signal("INT");

  private final SignalHandler before;

  private Interrupts(SignalHandler before) {
    this.before = before;
  }

  static Interrupts to(Runnable action) {
    return new Interrupts(Signal.handle(INTERRUPT, signal -> action.run()));
  }

  @Override
  public void close() {
    Signal.handle(INTERRUPT, before);
  }
}
