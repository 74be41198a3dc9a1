package dev.codebeaker.runtime.wasm.wasmtime;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;

/**
 * A checkpoint of a fork: the pages it has changed since its image was laid over it. Taken again
 * and again into the same storage; restored into a fresh instance. One thread at a time.
 */
public final class Delta implements AutoCloseable {
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
  private static final int FEW = 256;

  private final MemoryImage image;
  private final long maxBytes;
  private int[] own = new int[FEW];
  private int owned;
  private final BitSet changed = new BitSet();
  private int[] pages = new int[FEW];
  private int count;
  private long length;
  private Set<Integer> opened = Set.of();
  private MemorySegment bytes = MemorySegment.NULL;
  private boolean taken;
  private final PageFaults faults = new PageFaults();
  private Optional<Instance> listed = Optional.empty();

  /**
   * @param image what the instances are forks of; must outlive this
   * @param maxBytes a fork that has changed more is not checkpointed
   */
  public Delta(MemoryImage image, long maxBytes) {
    this.image = image;
    this.maxBytes = maxBytes;
  }

  /** Before a turn, on the thread that will run it and {@link #take} the checkpoint. */
  void begin() {
    faults.begin();
  }

  /**
   * Replaces the checkpoint by the instance as it is, at rest.
   *
   * @return false if it has changed more than is kept; there is no checkpoint then
   */
  public boolean take(Instance instance) {
    MemorySegment memory = instance.memory();
    taken = false;
    if (listed.filter(instance::equals).isEmpty() || !faults.areNone()) {
      list(memory);
      listed = Optional.of(instance);
    }
    long size = (long) owned * PageMap.PAGE;
    if (size > maxBytes) {
      release();
      return false;
    }
    reserve(size);
    copyChanged(memory);
    length = memory.byteSize();
    opened = instance.openFiles();
    taken = true;
    return true;
  }

  private void list(MemorySegment memory) {
    owned = 0;
    changed.clear();
    if (!PageMap.forEachOwn(memory, this::add)) {
      owned = 0;
      for (int page = 0; page < memory.byteSize() / PageMap.PAGE; page++) {
        add(page);
      }
    }
  }

  private void add(int page) {
    if (owned == own.length) {
      own = Arrays.copyOf(own, 2 * owned);
    }
    own[owned++] = page;
  }

  /**
   * Half of the pages that a fork has of its own are still, or again, what they are in its image.
   * One that was not is not compared another time.
   */
  private void copyChanged(MemorySegment memory) {
    if (pages.length < owned) {
      pages = new int[own.length];
    }
    count = 0;
    for (int i = 0; i < owned; i++) {
      long at = (long) own[i] * PageMap.PAGE;
      if (changed.get(i) || !image.holds(memory, at, PageMap.PAGE)) {
        changed.set(i);
        long to = (long) count * PageMap.PAGE;
        MemorySegment.copy(memory, at, bytes, to, PageMap.PAGE);
        pages[count++] = own[i];
      }
    }
  }

  private int runFrom(int start) {
    int end = start + 1;
    while (end < count && pages[end] == pages[end - 1] + 1) {
      end++;
    }
    return end;
  }

  /** Whether there is a checkpoint to restore. */
  public boolean isTaken() {
    return taken;
  }

  /** How many bytes it holds. */
  public long size() {
    return taken ? (long) count * PageMap.PAGE : 0;
  }

  /** Makes a fresh instance what the checkpointed one was; without a checkpoint, a plain fork. */
  public void restore(Instance instance) {
    listed = Optional.empty();
    image.overlay(instance);
    if (!taken) {
      return;
    }
    instance.growMemory(length);
    MemorySegment memory = instance.memory();
    for (int i = 0, end; i < count; i = end) {
      end = runFrom(i);
      MemorySegment.copy(
          bytes,
          (long) i * PageMap.PAGE,
          memory,
          (long) pages[i] * PageMap.PAGE,
          (long) (end - i) * PageMap.PAGE);
    }
    instance.occupy(opened);
  }

  /** Storage off the heap, grown by half and shrunk when it is four times too large. */
  private void reserve(long size) {
    if (size <= bytes.byteSize() && bytes.byteSize() <= Math.max(1 << 20, 4 * size)) {
      return;
    }
    unmap();
    long capacity = (size + size / 2 + 0xFFFF) & ~0xFFFFL;
    MemorySegment mapped =
        Libc.mmap(MemorySegment.NULL, capacity, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
    if (mapped.address() == -1) {
      throw new WasmtimeException("no memory for a checkpoint of " + size + " bytes");
    }
    bytes = mapped.reinterpret(capacity);
  }

  private void release() {
    unmap();
    own = new int[FEW];
    owned = 0;
    pages = new int[FEW];
    count = 0;
    listed = Optional.empty();
    taken = false;
  }

  private void unmap() {
    if (bytes.byteSize() > 0) {
      Libc.munmap(bytes, bytes.byteSize());
      bytes = MemorySegment.NULL;
    }
  }

  @Override
  public void close() {
    release();
  }
}
