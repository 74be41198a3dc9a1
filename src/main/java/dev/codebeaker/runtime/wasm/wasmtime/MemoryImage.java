package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * The memory of an instance at rest: all there is to its state between two calls. Laid over new
 * instances of the same compiled module, copy-on-write: a fork. Kept in a file, or in memory that
 * has none. Thread safe; instances keep what they have mapped when it is closed.
 *
 * <p>The file: the memory, sparse; the numbers of the files that were open, 8 bytes each; how many
 * they are; {@link #MAGIC}.
 */
public final class MemoryImage implements AutoCloseable {
  private static final int CHUNK = 16_384; // divides the 64 KiB page of wasm
  private static final long MAGIC = 0x31_65_67_61_6d_69_62_63L;
  private static final int CLOSE_ON_EXEC = 1;
  private static final int O_CLOEXEC = 0x80000;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_PRIVATE_FIXED = 0x12;
  private static final MemorySegment ZEROS = Arena.global().allocate(CHUNK);

  private final int fd;
  private final long length;
  private final Set<Integer> opened;
  private final MemorySegment view;
  private boolean closed;
  private volatile HotPages hot = HotPages.NONE;

  private MemoryImage(int fd, long length, Set<Integer> opened, MemorySegment view) {
    this.fd = fd;
    this.length = length;
    this.opened = Set.copyOf(opened);
    this.view = view;
  }

  /** In memory, for the life of this process. */
  public static MemoryImage capture(Instance instance) {
    int fd;
    try (Arena arena = Arena.ofConfined()) {
      fd = Libc.memfdCreate(arena.allocateFrom("guest"), CLOSE_ON_EXEC);
    }
    if (fd < 0) {
      throw new WasmtimeException("no memory for an image");
    }
    try {
      Path file = Path.of("/proc/self/fd/" + fd);
      write(instance, file);
      long length = instance.memory().byteSize();
      return new MemoryImage(fd, length, instance.openFiles(), view(file, length));
    } catch (IOException e) {
      Libc.close(fd);
      throw new UncheckedIOException(e);
    }
  }

  /** To a file that exists and is empty; {@link #open} reads it, in this process or another. */
  public static void save(Instance instance, Path file) throws IOException {
    write(instance, file);
  }

  /**
   * Maps what {@link #save} wrote. The file is trusted, and must not change.
   *
   * @throws IOException if it is not such a file
   */
  public static MemoryImage open(Path file) throws IOException {
    Set<Integer> opened = new TreeSet<>();
    long length;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer end = read(channel, channel.size() - 16, 16);
      long count = end.getLong();
      if (end.getLong() != MAGIC || count < 0 || count > Instance.CONTROL_FD) {
        throw new IOException(file + " is not the image of a guest's memory");
      }
      length = channel.size() - 16 - 8 * count;
      ByteBuffer numbers = read(channel, length, (int) (8 * count));
      while (numbers.hasRemaining()) {
        opened.add((int) numbers.getLong());
      }
    }
    MemorySegment view = view(file, length);
    try (Arena arena = Arena.ofConfined()) {
      int fd = Libc.open(arena.allocateFrom(file.toString()), O_CLOEXEC);
      if (fd < 0) {
        throw new IOException(file + " can not be opened");
      }
      return new MemoryImage(fd, length, opened, view);
    }
  }

  /** Unmapped when nobody refers to it any more: others may still compare when this is closed. */
  private static MemorySegment view(Path file, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, length, Arena.ofAuto());
    }
  }

  private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("the image of a guest's memory ends too early");
      }
    }
    return buffer.flip();
  }

  private static void write(Instance instance, Path file) throws IOException {
    MemorySegment memory = instance.memory();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long at = 0;
      while (at < memory.byteSize()) {
        long end = at + CHUNK;
        if (!isZero(memory, at)) {
          while (end < memory.byteSize() && !isZero(memory, end)) {
            end += CHUNK;
          }
          write(channel, memory.asSlice(at, end - at).asByteBuffer(), at);
        }
        at = end;
      }
      Set<Integer> opened = instance.openFiles();
      ByteBuffer trailer = ByteBuffer.allocate(8 * opened.size() + 16);
      opened.forEach(trailer::putLong);
      trailer.putLong(opened.size()).putLong(MAGIC).flip();
      write(channel, trailer, memory.byteSize());
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }

  private static boolean isZero(MemorySegment memory, long at) {
    return memory.get(JAVA_LONG, at) == 0
        && MemorySegment.mismatch(memory, at, at + CHUNK, ZEROS, 0, CHUNK) < 0;
  }

  /** In bytes. */
  public long length() {
    return length;
  }

  /**
   * Makes a fresh instance of the same module a fork. Its limits must leave room for this image.
   *
   * @throws WasmtimeException if they do not
   */
  public void overlay(Instance instance) {
    instance.growMemory(length);
    MemorySegment memory = instance.memory();
    if (memory.byteSize() != length) {
      throw new WasmtimeException("the image is shorter than a fresh memory");
    }
    MemorySegment at = map(memory);
    if (at.address() != memory.address()) {
      throw new WasmtimeException("the image can not be mapped");
    }
    HotPages copied = hot;
    copied.populate(memory);
    instance.shares(length - copied.bytes());
    instance.occupy(opened);
  }

  /**
   * Takes what this fork has written so far for what every fork will write: later forks find those
   * pages copied, all at once, rather than one fault at a time.
   *
   * @param fork one that has run nothing but the service's own code
   */
  public void learn(Instance fork) {
    hot = HotPages.of(fork.memory().asSlice(0, length));
  }

  /** Whether a part of a fork's memory is as it is here. */
  boolean holds(MemorySegment memory, long at, long bytes) {
    long end = at + bytes;
    return end <= length && MemorySegment.mismatch(memory, at, end, view, at, end) < 0;
  }

  private synchronized MemorySegment map(MemorySegment memory) {
    if (closed) {
      throw new WasmtimeException("the image has been closed");
    }
    return Libc.mmap(memory, length, PROT_READ_WRITE, MAP_PRIVATE_FIXED, fd, 0);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
    }
  }
}
