package dev.codebeaker.frontdoor;

import dev.codebeaker.runtime.wasm.wasmtime.EnginePackFixture;

/** One service on the native engine for all tests that knock at the front door. */
final class Native {
  private Native() {}

  /** Reports a missing engine pack, as every test of the native engine does. */
  static PackagedService service() {
    EnginePackFixture.pack();
    return Holder.SERVICE;
  }

  private static final class Holder {
    private static final PackagedService SERVICE =
        PackagedService.start("wasmtime")
            .awaitReady("python")
            .awaitReady("javascript")
            .awaitReady("typescript");
  }
}
