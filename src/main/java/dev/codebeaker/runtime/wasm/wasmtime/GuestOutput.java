package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** What a guest writes to its two streams, counted against the cap of the turn. */
final class GuestOutput {
  private OutputConsumer consumer = (stream, bytes) -> {};
  private long cap = Long.MAX_VALUE;
  private long written;

  void to(OutputConsumer changed) {
    consumer = changed;
  }

  void begin(long bytes) {
    cap = bytes;
    written = 0;
  }

  long written() {
    return written;
  }

  /** Delivers what the cap leaves room for. False when it does not leave room for all. */
  boolean write(int stream, MemorySegment bytes) {
    long room = Math.max(0, cap - written);
    long part = Math.min(room, bytes.byteSize());
    written += bytes.byteSize();
    if (part > 0) {
      consumer.accept(stream, bytes.asSlice(0, part).toArray(JAVA_BYTE));
    }
    return part == bytes.byteSize();
  }
}
