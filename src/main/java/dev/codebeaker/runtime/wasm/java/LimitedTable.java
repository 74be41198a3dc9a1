package dev.codebeaker.runtime.wasm.java;

import run.endive.runtime.Instance;
import run.endive.runtime.TableInstance;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;

/**
 * A table of bounded size, with limits of its own: the engine's table changes the limits that its
 * module declares when it grows, and modules are shared by all who run them.
 */
final class LimitedTable extends TableInstance {
  private static final int ENTRY_BYTES = 24;

  private final MemoryMeter meter;

  LimitedTable(Table declared, int initialValue, MemoryMeter meter) {
    super(ownLimits(declared, meter), initialValue);
    this.meter = meter;
  }

  private static Table ownLimits(Table declared, MemoryMeter meter) {
    TableLimits limits = declared.limits();
    if (!meter.take(limits.min() * ENTRY_BYTES)) {
      throw new GuestMemory.MemoryRefused();
    }
    return new Table(
        declared.elementType(),
        new TableLimits(limits.min(), limits.max(), false),
        declared.initialize());
  }

  @Override
  public int grow(int count, int value, Instance instance) {
    return allowed(count) ? super.grow(count, value, instance) : -1;
  }

  @Override
  public int growWithRef(int count, Object value, Instance instance) {
    return allowed(count) ? super.growWithRef(count, value, instance) : -1;
  }

  /** Growing copies: as much again is needed for a moment, so the whole table is charged anew. */
  private boolean allowed(int count) {
    return count >= 0
        && count < Integer.MAX_VALUE - size()
        && meter.take(((long) size() + count) * ENTRY_BYTES);
  }
}
