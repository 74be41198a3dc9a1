package dev.codebeaker.runtime.wasm.java;

/** What one guest holds of the heap: at most its memory limit, and at most what the budget has. */
public final class MemoryMeter implements AutoCloseable {
  private final HeapBudget budget;
  private long limit;
  private long held;
  private long peak;
  private boolean refused;

  public MemoryMeter(HeapBudget budget, long limit) {
    this.budget = budget;
    this.limit = limit;
  }

  /** From now on; what is held already stays. */
  public void limitTo(long bytes) {
    limit = bytes;
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
    budget.give(held);
    held = 0;
  }
}
