package dev.codebeaker.runtime.process.agent;

import dev.codebeaker.language.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads frames behind their lengths from a pipe that hostile code can write to. Memory is taken for
 * what has come, not for what is announced, and never for more than {@link #MOST_BYTES}.
 */
final class FrameReader {
  /** Of one frame. Agents themselves send no more than half of it. */
  static final int MOST_BYTES = 16 << 20;

  private static final int PIECE = 16 << 10;

  private final AgentInput input;
  private final byte[] piece = new byte[PIECE];
  private int from;
  private int to;

  FrameReader(AgentInput input) {
    this.input = input;
  }

  /** Waits for the next. */
  Frame next() throws IOException {
    int length = ByteBuffer.wrap(exactly(Integer.BYTES)).getInt();
    if (length < 1 || length > MOST_BYTES) {
      throw AgentFailure.nonsense("a frame of " + Integer.toUnsignedString(length) + " bytes");
    }
    return Frame.parse(exactly(length))
        .orElseThrow(() -> AgentFailure.nonsense("a frame that is none"));
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = new byte[Math.min(length, PIECE)];
    for (int at = 0; at < length; ) {
      if (from == to) {
        fill();
      }
      if (at == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
      }
      int count = Math.min(bytes.length - at, to - from);
      System.arraycopy(piece, from, bytes, at, count);
      from += count;
      at += count;
    }
    return bytes;
  }

  private void fill() throws IOException {
    int count = input.read(piece);
    if (count < 0) {
      throw AgentFailure.gone();
    }
    from = 0;
    to = count;
  }
}
