package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Limits;
import java.time.Duration;

/**
 * What one turn of a guest may use.
 *
 * @param wall on the clock
 * @param cpu of its thread
 * @param patience with a gentle stop before the hard one
 * @param outputBytes on both streams together
 */
public record Allowance(Duration wall, Duration cpu, StopPatience patience, long outputBytes) {
  /** For a program: stopped hard. */
  public static Allowance program(Limits limits) {
    return turn(limits, StopPatience.NONE);
  }

  /** For a turn of a context: asked first. */
  public static Allowance turn(Limits limits, StopPatience patience) {
    return new Allowance(limits.wall(), limits.cpu(), patience, limits.outputBytes());
  }
}
