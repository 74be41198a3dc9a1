package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.TerminalSize;
import java.io.IOException;

/** What runs, as other threads reach it. None of these blocks for long. */
interface Running {
  void input(byte[] data);

  void endInput();

  /** The first reason counts. */
  void stop(Stop why);

  void signal(Signal signal) throws IOException;

  void resize(TerminalSize size) throws IOException;
}
