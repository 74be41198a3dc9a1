package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Limits;

/** What one guest holds of the heap: at most its memory limit, and at most what the budget has. */
public final class MemoryMeter implements AutoCloseable {
  private final HeapBudget budget;
  private final long limit;
  private long held;
  private long peak;
  private boolean refused;

  public MemoryMeter(HeapBudget budget, Limits limits) {
    this.budget = budget;
    this.limit = limits.memoryBytes();
  }

  public boolean take(long bytes) {
    if (bytes > limit - held || !budget.take(bytes)) {
      refused = true;
      return false;
    }
    held += bytes;
    peak = Math.max(peak, held);
    return true;
  }

  public void give(long bytes) {
    held -= bytes;
    budget.give(bytes);
  }

  /** Whether the guest was ever denied memory. */
  public boolean refused() {
    return refused;
  }

  public void forgetRefusal() {
    refused = false;
  }

  public long peak() {
    return peak;
  }

  public long limit() {
    return limit;
  }

  @Override
  public void close() {
    give(held);
  }
}
