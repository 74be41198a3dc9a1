package dev.codebeaker.runtime.wasm.java;

import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;

/**
 * A linear memory that grows only as its {@link MemoryMeter} allows. All but growth is the engine's
 * own array memory.
 *
 * <p>What belongs to shared memories is left out: {@link ModuleRules} refuses them.
 */
public final class GuestMemory implements Memory {
  private final Memory pages;
  private final MemoryMeter meter;
  private final boolean blank;

  public GuestMemory(MemoryLimits declared, MemoryMeter meter) {
    this(declared, meter, false);
  }

  /**
   * @param blank leaves out what the module says it starts with, for a memory that is filled anew
   * @throws MemoryRefused if the meter does not allow what the module starts with
   */
  public GuestMemory(MemoryLimits declared, MemoryMeter meter, boolean blank) {
    this.meter = meter;
    this.blank = blank;
    if (!meter.take((long) declared.initialPages() * PAGE_SIZE)) {
      throw new MemoryRefused();
    }
    int limit = (int) Math.min(RUNTIME_MAX_PAGES, meter.limit() / PAGE_SIZE);
    int maximum = Math.max(declared.initialPages(), Math.min(declared.maximumPages(), limit));
    this.pages = new ByteArrayMemory(new MemoryLimits(declared.initialPages(), maximum));
  }

  /** The module starts with more memory than it may have. */
  public static final class MemoryRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MemoryRefused() {
      super("the module starts with more memory than its limit", null, false, false);
    }
  }

  @Override
  public int grow(int count) {
    if (count < 0 || !meter.take((long) count * PAGE_SIZE)) {
      return -1;
    }
    int before = pages.grow(count);
    if (before < 0) {
      meter.give((long) count * PAGE_SIZE);
    }
    return before;
  }

  @Override
  public int pages() {
    return pages.pages();
  }

  @Override
  public int initialPages() {
    return pages.initialPages();
  }

  @Override
  public int maximumPages() {
    return pages.maximumPages();
  }

  @Override
  public boolean shared() {
    return pages.shared();
  }

  @Override
  @SuppressWarnings("removal")
  public Object lock(int a) {
    return pages.lock(a);
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int a, int b, long c) {
    return pages.waitOn(a, b, c);
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int a, long b, long c) {
    return pages.waitOn(a, b, c);
  }

  @Override
  @SuppressWarnings("removal")
  public int notify(int a, int b) {
    return pages.notify(a, b);
  }

  @Override
  public void initialize(Instance a, DataSegment[] b) {
    if (!blank) {
      pages.initialize(a, b);
    }
  }

  @Override
  public void initialize(Instance a, DataSegment[] b, int c) {
    if (!blank) {
      pages.initialize(a, b, c);
    }
  }

  @Override
  public void initPassiveSegment(int a, int b, int c, int d) {
    pages.initPassiveSegment(a, b, c, d);
  }

  @Override
  public void write(int a, byte[] b, int c, int d) {
    pages.write(a, b, c, d);
  }

  @Override
  public byte read(int a) {
    return pages.read(a);
  }

  @Override
  public byte[] readBytes(int a, int b) {
    return pages.readBytes(a, b);
  }

  @Override
  public void writeI32(int a, int b) {
    pages.writeI32(a, b);
  }

  @Override
  public int readInt(int a) {
    return pages.readInt(a);
  }

  @Override
  public long readI32(int a) {
    return pages.readI32(a);
  }

  @Override
  public long readU32(int a) {
    return pages.readU32(a);
  }

  @Override
  public void writeLong(int a, long b) {
    pages.writeLong(a, b);
  }

  @Override
  public long readLong(int a) {
    return pages.readLong(a);
  }

  @Override
  public long readI64(int a) {
    return pages.readI64(a);
  }

  @Override
  public void writeShort(int a, short b) {
    pages.writeShort(a, b);
  }

  @Override
  public short readShort(int a) {
    return pages.readShort(a);
  }

  @Override
  public long readI16(int a) {
    return pages.readI16(a);
  }

  @Override
  public long readU16(int a) {
    return pages.readU16(a);
  }

  @Override
  public void writeByte(int a, byte b) {
    pages.writeByte(a, b);
  }

  @Override
  public long readU8(int a) {
    return pages.readU8(a);
  }

  @Override
  public long readI8(int a) {
    return pages.readI8(a);
  }

  @Override
  public void writeF32(int a, float b) {
    pages.writeF32(a, b);
  }

  @Override
  public long readF32(int a) {
    return pages.readF32(a);
  }

  @Override
  public float readFloat(int a) {
    return pages.readFloat(a);
  }

  @Override
  public void writeF64(int a, double b) {
    pages.writeF64(a, b);
  }

  @Override
  public double readDouble(int a) {
    return pages.readDouble(a);
  }

  @Override
  public long readF64(int a) {
    return pages.readF64(a);
  }

  /** Only ever asked for at the start, when every page is new. */
  @Override
  public void zero() {}

  @Override
  public void fill(byte a, int b, int c) {
    pages.fill(a, b, c);
  }

  @Override
  public void copy(int a, int b, int c) {
    pages.copy(a, b, c);
  }

  @Override
  public void drop(int a) {
    pages.drop(a);
  }
}
