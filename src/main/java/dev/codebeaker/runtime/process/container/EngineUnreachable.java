package dev.codebeaker.runtime.process.container;

import java.io.IOException;

/** Nobody answers where the engine should, or not in time. Another attempt may succeed. */
final class EngineUnreachable extends IOException {
  private static final long serialVersionUID = 1L;

  EngineUnreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
