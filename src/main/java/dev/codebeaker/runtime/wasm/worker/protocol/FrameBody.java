package dev.codebeaker.runtime.wasm.worker.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is in a frame, taken out piece by piece; whatever does not fit is refused. */
final class FrameBody {
  private final ByteBuffer bytes;

  FrameBody(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** A piece of a frame. */
  @FunctionalInterface
  interface Piece<T> {
    T take() throws MalformedFrame;
  }

  int small() throws MalformedFrame {
    return require(1).get() & 0xff;
  }

  boolean flag() throws MalformedFrame {
    int value = small();
    if (value > 1) {
      throw new MalformedFrame("neither yes nor no: " + value);
    }
    return value == 1;
  }

  int number() throws MalformedFrame {
    return require(Integer.BYTES).getInt();
  }

  long large() throws MalformedFrame {
    return require(Long.BYTES).getLong();
  }

  /** One that is not negative. */
  long amount() throws MalformedFrame {
    long value = large();
    if (value < 0) {
      throw new MalformedFrame("less than nothing: " + value);
    }
    return value;
  }

  byte[] bytes() throws MalformedFrame {
    byte[] value = new byte[length(1)];
    bytes.get(value);
    return value;
  }

  String text() throws MalformedFrame {
    return new String(bytes(), UTF_8);
  }

  /** How much is left. */
  int size() {
    return bytes.remaining();
  }

  <E> E one(E[] values) throws MalformedFrame {
    int index = small();
    if (index >= values.length) {
      throw new MalformedFrame("there is no number " + index);
    }
    return values[index];
  }

  List<String> texts() throws MalformedFrame {
    int count = length(Integer.BYTES);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(text());
    }
    return values;
  }

  Map<String, String> textsByName() throws MalformedFrame {
    int count = length(2 * Integer.BYTES);
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < count; i++) {
      values.put(text(), text());
    }
    return values;
  }

  <T> Optional<T> optional(Piece<T> piece) throws MalformedFrame {
    return flag() ? Optional.of(piece.take()) : Optional.empty();
  }

  /** Refuses what is behind the last piece. */
  <T> T last(T taken) throws MalformedFrame {
    if (bytes.hasRemaining()) {
      throw new MalformedFrame(bytes.remaining() + " bytes too many");
    }
    return taken;
  }

  /** A count of things that take at least so many bytes each: no more than are left. */
  int length(int each) throws MalformedFrame {
    int count = number();
    if (count < 0 || (long) count * each > bytes.remaining()) {
      throw new MalformedFrame("a length of " + count);
    }
    return count;
  }

  private ByteBuffer require(int count) throws MalformedFrame {
    if (bytes.remaining() < count) {
      throw new MalformedFrame("too short");
    }
    return bytes;
  }
}
