package dev.codebeaker.cli;

import dev.codebeaker.execution.TerminalSize;

/** A terminal without a person; it tells whether keys are passed on as they are pressed. */
final class FakeScreen implements Screen {
  volatile TerminalSize size = new TerminalSize(80, 24);
  volatile int timesRaw;
  volatile boolean isRaw;

  @Override
  public String type() {
    return "fake-256color";
  }

  @Override
  public TerminalSize size() {
    return size;
  }

  @Override
  public Raw raw() {
    timesRaw++;
    isRaw = true;
    return () -> isRaw = false;
  }
}
