package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Limit;

/** What ended an execution from outside. */
public sealed interface Stop {
  record Exceeded(Limit limit) implements Stop {}

  record Cancelled(String reason) implements Stop {}
}
