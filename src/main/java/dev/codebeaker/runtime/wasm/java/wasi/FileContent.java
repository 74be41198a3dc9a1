package dev.codebeaker.runtime.wasm.java.wasi;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The bytes of a file, in blocks that exist once they were written. A file of the workspace is
 * loaded when the guest first reads or writes it.
 */
public final class FileContent {
  private static final int BLOCK = 16 << 10;

  private final FileQuota quota;
  private Optional<Supplier<byte[]>> unloaded;
  private byte[][] blocks = new byte[0][];
  private long size;
  private boolean dirty;

  FileContent(FileQuota quota) {
    this.quota = quota;
    this.unloaded = Optional.empty();
  }

  FileContent(FileQuota quota, long size, Supplier<byte[]> source) {
    quota.resize(0, size);
    this.quota = quota;
    this.size = size;
    this.unloaded = Optional.of(source);
  }

  public long size() {
    return size;
  }

  /** Whether it differs from what was loaded. */
  public boolean dirty() {
    return dirty;
  }

  /** Fetches the content of a file that was not read yet. */
  public void load() {
    if (unloaded.isPresent()) {
      long declared = size;
      quota.takeHeap(declared);
      try {
        byte[] bytes = unloaded.get().get();
        unloaded = Optional.empty();
        size = 0;
        quota.resize(declared, 0);
        boolean before = dirty;
        write(0, bytes, 0, bytes.length);
        dirty = before;
      } finally {
        quota.giveHeap(declared);
      }
    }
  }

  int read(long at, byte[] into, int from, int length) {
    load();
    int count = (int) Math.max(0, Math.min(length, size - at));
    int done = 0;
    while (done < count) {
      int block = (int) ((at + done) / BLOCK);
      int offset = (int) ((at + done) % BLOCK);
      int part = Math.min(count - done, BLOCK - offset);
      if (block < blocks.length && blocks[block] != null) {
        System.arraycopy(blocks[block], offset, into, from + done, part);
      } else {
        Arrays.fill(into, from + done, from + done + part, (byte) 0);
      }
      done += part;
    }
    return count;
  }

  void write(long at, byte[] data, int from, int length) {
    load();
    if (at > Long.MAX_VALUE - length) {
      throw Errno.FBIG.exception();
    }
    resize(Math.max(size, at + length));
    int done = 0;
    while (done < length) {
      int offset = (int) ((at + done) % BLOCK);
      int part = Math.min(length - done, BLOCK - offset);
      System.arraycopy(data, from + done, block((at + done) / BLOCK), offset, part);
      done += part;
    }
    dirty = true;
  }

  void resize(long after) {
    load();
    quota.resize(size, after);
    if (after < size) {
      cut(after);
    }
    dirty |= after != size;
    size = after;
  }

  /** To nothing; what was not loaded need not be. */
  void truncate() {
    unloaded = Optional.empty();
    resize(0);
    dirty = true;
  }

  private void cut(long after) {
    int keep = (int) ((after + BLOCK - 1) / BLOCK);
    for (int i = keep; i < blocks.length; i++) {
      if (blocks[i] != null) {
        quota.giveHeap(BLOCK);
      }
    }
    blocks = Arrays.copyOf(blocks, Math.min(keep, blocks.length));
    int rest = (int) (after % BLOCK);
    if (rest > 0 && keep == blocks.length && blocks[keep - 1] != null) {
      Arrays.fill(blocks[keep - 1], rest, BLOCK, (byte) 0);
    }
  }

  private byte[] block(long index) {
    if (index >= blocks.length) {
      int wanted = Math.toIntExact(Math.max(index + 1, Math.min(blocks.length * 2L, blockCount())));
      blocks = Arrays.copyOf(blocks, wanted);
    }
    int i = (int) index;
    if (blocks[i] == null) {
      quota.takeHeap(BLOCK);
      blocks[i] = new byte[BLOCK];
    }
    return blocks[i];
  }

  private long blockCount() {
    return (size + BLOCK - 1) / BLOCK;
  }

  /** Gives back what it holds, when nothing refers to it any more. */
  void release() {
    unloaded = Optional.empty();
    long before = size;
    cut(0);
    size = 0;
    quota.resize(before, 0);
  }

  /** Reads it from its beginning, without a second copy of it. */
  public InputStream stream() {
    return new InputStream() {
      private long at;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        int count = FileContent.this.read(at, into, from, length);
        at += count;
        return count == 0 && length > 0 ? -1 : count;
      }
    };
  }
}
