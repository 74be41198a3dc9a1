package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.runtime.wasm.WasmConfig;
import java.time.Duration;

/**
 * How long a gentle stop is waited for.
 *
 * @param notice processor time from the moment it was delivered until the guest has noticed it
 * @param grace time on the clock from its cause until the guest has ended
 */
public record StopPatience(Duration notice, Duration grace) {
  /** There is no gentle stop. */
  public static final StopPatience NONE = new StopPatience(Duration.ZERO, Duration.ZERO);

  public static StopPatience of(WasmConfig config) {
    return new StopPatience(config.stopNotice(), config.stopGrace());
  }
}
