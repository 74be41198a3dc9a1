package dev.codebeaker.language;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One message between the service and an interpreter it has started, in either direction: a letter
 * that says what it is, and texts.
 *
 * <p>As bytes: the letter, then each text as UTF-8 behind its length, which is four bytes, the most
 * significant first.
 */
public record Frame(char kind, List<String> fields) {
  private static final int MOST_FIELDS_READ = 256;

  public Frame {
    fields = List.copyOf(fields);
  }

  public static Frame of(char kind, String... fields) {
    return new Frame(kind, List.of(fields));
  }

  /** Empty if the bytes are no frame: whoever writes to an interpreter's pipe can send anything. */
  public static Optional<Frame> parse(byte[] bytes) {
    if (bytes.length == 0) {
      return Optional.empty();
    }
    ByteBuffer rest = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    List<String> fields = new ArrayList<>();
    while (rest.hasRemaining()) {
      if (rest.remaining() < Integer.BYTES || fields.size() == MOST_FIELDS_READ) {
        return Optional.empty();
      }
      int length = rest.getInt();
      if (length < 0 || length > rest.remaining()) {
        return Optional.empty();
      }
      fields.add(new String(bytes, rest.position(), length, UTF_8));
      rest.position(rest.position() + length);
    }
    return Optional.of(new Frame((char) bytes[0], fields));
  }

  public byte[] encoded() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(kind);
    for (String field : fields) {
      byte[] text = field.getBytes(UTF_8);
      bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
      bytes.writeBytes(text);
    }
    return bytes.toByteArray();
  }
}
