package dev.codebeaker.runtime.process.container;

import java.io.IOException;

/** The engine is on another machine, or in a container that shows other files or processes. */
final class EngineElsewhere extends IOException {
  private static final long serialVersionUID = 1L;

  EngineElsewhere(String how) {
    super("the container engine " + how);
  }
}
