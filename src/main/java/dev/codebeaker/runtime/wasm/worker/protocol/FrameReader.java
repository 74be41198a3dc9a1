package dev.codebeaker.runtime.wasm.worker.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Reads frames, each within its bound, whatever the other side sends. One thread at a time. */
public final class FrameReader {
  private static final int USUAL = 16_384;

  private final ReadableByteChannel channel;
  private final int mostBytes;
  private ByteBuffer buffer = ByteBuffer.allocate(USUAL).flip();

  /**
   * @param mostBytes that a frame may have
   */
  public FrameReader(ReadableByteChannel channel, int mostBytes) {
    this.channel = channel;
    this.mostBytes = mostBytes;
  }

  /** Whether a frame has begun to come already. */
  public boolean hasMore() {
    return buffer.hasRemaining();
  }

  /**
   * The next frame, which lasts until this is called again.
   *
   * @throws EOFException where the other side has closed
   * @throws MalformedFrame if it is too long
   */
  FrameBody next() throws IOException {
    require(Integer.BYTES);
    int length = buffer.getInt(buffer.position());
    if (length < 1 || length > mostBytes) {
      throw new MalformedFrame("a frame of " + length + " bytes");
    }
    require(Integer.BYTES + length);
    ByteBuffer body = buffer.slice(buffer.position() + Integer.BYTES, length);
    buffer.position(buffer.position() + Integer.BYTES + length);
    return new FrameBody(body);
  }

  private void require(int bytes) throws IOException {
    if (buffer.remaining() >= bytes) {
      return;
    }
    ByteBuffer place =
        bytes > buffer.capacity() || (buffer.capacity() > USUAL && bytes <= USUAL)
            ? ByteBuffer.allocate(Math.max(bytes, Math.max(USUAL, buffer.remaining())))
            : buffer;
    buffer = place == buffer ? buffer.compact() : place.put(buffer);
    while (buffer.position() < bytes) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the other side has closed");
      }
    }
    buffer.flip();
  }
}
