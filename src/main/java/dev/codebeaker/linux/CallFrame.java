package dev.codebeaker.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The memory of a few calls to the kernel: their arguments, their answers and errno. */
final class CallFrame implements AutoCloseable {
  /** errno is the only thing that is captured, so it lies first. */
  static final long ERRNO_BYTES = Linker.Option.captureStateLayout().byteSize();

  private static final long ALIGNMENT = 16;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = arena.allocate(ERRNO_BYTES, ALIGNMENT);

  MemorySegment errno() {
    return errno;
  }

  /** Zeroed. */
  MemorySegment bytes(long size) {
    return arena.allocate(size, ALIGNMENT);
  }

  MemorySegment text(String text) {
    return arena.allocateFrom(text, StandardCharsets.UTF_8);
  }

  /** An array of C strings with a null pointer behind the last. */
  MemorySegment texts(List<String> texts) {
    long pointer = Long.BYTES;
    MemorySegment array = bytes((texts.size() + 1) * pointer);
    for (int i = 0; i < texts.size(); i++) {
      array.set(java.lang.foreign.ValueLayout.ADDRESS, i * pointer, text(texts.get(i)));
    }
    return array;
  }

  /** What the last failed call left. */
  int error() {
    return errno.get(JAVA_INT, 0);
  }

  /** The result of a call that says -1 when it fails. */
  int checked(int result, String asked) throws LinuxFailure {
    if (result < 0) {
      throw LinuxFailure.of(asked, error());
    }
    return result;
  }

  /** The result of a call that answers with the error itself. */
  static void done(int error, String asked) throws LinuxFailure {
    if (error != 0) {
      throw LinuxFailure.of(asked, error);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
