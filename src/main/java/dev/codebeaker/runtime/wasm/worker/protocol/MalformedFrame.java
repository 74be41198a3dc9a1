package dev.codebeaker.runtime.wasm.worker.protocol;

import java.io.IOException;

/** What came is not what the other side may say. */
public final class MalformedFrame extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedFrame(String what) {
    super(what);
  }
}
