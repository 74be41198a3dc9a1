package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Limits;
import java.time.Duration;

/**
 * What one turn of a guest may use.
 *
 * @param wall on the clock
 * @param cpu of its thread
 * @param grace between the gentle stop and the hard one; zero for no gentle one
 * @param outputBytes on both streams together
 */
public record Allowance(Duration wall, Duration cpu, Duration grace, long outputBytes) {
  /** For a program: stopped hard. */
  public static Allowance program(Limits limits) {
    return new Allowance(limits.wall(), limits.cpu(), Duration.ZERO, limits.outputBytes());
  }

  /** For a turn of a context: asked first. */
  public static Allowance turn(Limits limits, Duration grace) {
    return new Allowance(limits.wall(), limits.cpu(), grace, limits.outputBytes());
  }
}
