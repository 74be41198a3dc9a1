package dev.codebeaker.runtime.wasm.worker.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Frames being written: each a length, and then as many bytes, of which the first says what it is.
 * Several may be gathered before they are sent together. One thread at a time.
 */
public final class FrameBuffer {
  private static final int USUAL = 8192;

  private ByteBuffer buffer = ByteBuffer.allocate(USUAL);
  private int start;

  FrameBuffer begin(int kind) {
    start = buffer.position();
    return number(0).small(kind);
  }

  void end() {
    buffer.putInt(start, buffer.position() - start - Integer.BYTES);
  }

  /** How many bytes have been gathered. */
  public int size() {
    return buffer.position();
  }

  /** Sends what has been gathered, and blocks until the channel has taken it. */
  public void sendTo(WritableByteChannel channel) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer = buffer.capacity() > 16 * USUAL ? ByteBuffer.allocate(USUAL) : buffer.clear();
  }

  FrameBuffer small(int value) {
    room(1).put((byte) value);
    return this;
  }

  FrameBuffer flag(boolean value) {
    return small(value ? 1 : 0);
  }

  FrameBuffer number(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  FrameBuffer large(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  FrameBuffer bytes(byte[] value) {
    return bytes(value, 0, value.length);
  }

  FrameBuffer bytes(byte[] value, int from, int length) {
    number(length);
    room(length).put(value, from, length);
    return this;
  }

  FrameBuffer text(String value) {
    return bytes(value.getBytes(UTF_8));
  }

  FrameBuffer texts(Collection<String> values) {
    number(values.size());
    values.forEach(this::text);
    return this;
  }

  FrameBuffer texts(Map<String, String> values) {
    number(values.size());
    values.forEach((key, value) -> text(key).text(value));
    return this;
  }

  <T> FrameBuffer optional(Optional<T> value, Consumer<T> written) {
    flag(value.isPresent());
    value.ifPresent(written);
    return this;
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      long needed = Math.max(2L * buffer.capacity(), (long) buffer.position() + bytes);
      ByteBuffer larger = ByteBuffer.allocate((int) Math.min(needed, Integer.MAX_VALUE - 8));
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }
}
