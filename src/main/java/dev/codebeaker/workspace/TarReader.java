package dev.codebeaker.workspace;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads an archive that somebody who means ill may have written. It holds one block and one name at
 * a time, whatever sizes the archive tells.
 */
final class TarReader {
  private static final int MOST_NAME_BYTES = 16 << 10;
  private static final long LAST_SECOND = (1L << 33) - 1;
  private static final int PREFIX_AT = 345;
  private static final int PREFIX_BYTES = 155;

  private final InputStream in;
  private final byte[] block = new byte[TarWriter.BLOCK];
  private long left;
  private long padding;

  TarReader(InputStream in) {
    this.in = in;
  }

  /**
   * What the archive holds next.
   *
   * @param name empty where it is no text
   * @param type as the archive tells it
   */
  record Entry(String name, char type, int mode, long size, Instant modified, String target) {
    boolean isFile() {
      return type == TarWriter.FILE || type == 0 || type == '7';
    }
  }

  /**
   * The next entry; empty at the end of the archive.
   *
   * @throws EOFException if it breaks off
   */
  Optional<Entry> next() throws IOException {
    Optional<String> longName = Optional.empty();
    Optional<String> longTarget = Optional.empty();
    Optional<Long> longSize = Optional.empty();
    while (readHeader()) {
      char type = (char) (block[156] & 0xff);
      long size = number(124, 12);
      begin(size);
      switch (type) {
        case TarWriter.LONG_NAME -> longName = Optional.of(text(small(size)));
        case TarWriter.LONG_TARGET -> longTarget = Optional.of(text(small(size)));
        case 'x' -> {
          byte[] records = small(size);
          longName =
              isSmall(size) ? record(records, "path").or(optional(longName)) : Optional.of("");
          longTarget = record(records, "linkpath").or(optional(longTarget));
          longSize = record(records, "size").map(TarReader::decimal);
        }
        case 'g' -> {} // of all entries: nothing that counts here
        default -> {
          begin(longSize.orElse(size));
          return Optional.of(
              new Entry(
                  longName.orElseGet(this::name),
                  type,
                  (int) number(100, 8) & 0777,
                  left,
                  Instant.ofEpochSecond(Math.clamp(number(136, 12), 0, LAST_SECOND)),
                  longTarget.orElseGet(() -> text(157, 100))));
        }
      }
    }
    return Optional.empty();
  }

  private static <T> java.util.function.Supplier<Optional<T>> optional(Optional<T> known) {
    return () -> known;
  }

  private void begin(long size) throws IOException {
    if (size < 0) {
      throw new IOException("an archive tells a size below 0");
    }
    left = size;
    padding = (TarWriter.BLOCK - size % TarWriter.BLOCK) % TarWriter.BLOCK;
  }

  /** Content of the entry, as long as there is any; -1 at its end. */
  int read(byte[] buffer) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
    if (count < 0) {
      throw new EOFException("an archive breaks off");
    }
    left -= count;
    return count;
  }

  /** False at the end of the archive. */
  private boolean readHeader() throws IOException {
    in.skipNBytes(left + padding);
    begin(0);
    if (in.readNBytes(block, 0, block.length) < block.length) {
      throw new EOFException("an archive breaks off");
    }
    for (byte each : block) {
      if (each != 0) {
        return true;
      }
    }
    return false;
  }

  /** What is longer is no name that a workspace has. */
  private static boolean isSmall(long size) {
    return size <= MOST_NAME_BYTES;
  }

  /** Content that is kept; nothing of what is not small, which is passed over. */
  private byte[] small(long size) throws IOException {
    if (!isSmall(size)) {
      return new byte[0];
    }
    byte[] content = in.readNBytes((int) size);
    left = 0;
    return content;
  }

  private String name() {
    String prefix = block[257 + 5] == 0 ? text(PREFIX_AT, PREFIX_BYTES) : "";
    String name = text(0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private String text(int at, int most) {
    int end = at;
    while (end < at + most && block[end] != 0) {
      end++;
    }
    return decoded(ByteBuffer.wrap(block, at, end - at));
  }

  private static String text(byte[] content) {
    int end = 0;
    while (end < content.length && content[end] != 0) {
      end++;
    }
    return decoded(ByteBuffer.wrap(content, 0, end));
  }

  private static String decoded(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException noText) {
      return "";
    }
  }

  /** Octal digits, or a number of bytes where the first has its highest bit set. */
  private long number(int at, int length) throws IOException {
    if ((block[at] & 0x80) != 0) {
      long value = block[at] & 0x7f;
      for (int i = at + 1; i < at + length; i++) {
        value = value << 8 | block[i] & 0xff;
      }
      return value;
    }
    String digits = text(at, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException nonsense) {
      throw new IOException("an archive has no number where one should be", nonsense);
    }
  }

  private static long decimal(String digits) {
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
  }

  /** The value of a record {@code length key=value\n} of an extended header. */
  private static Optional<String> record(byte[] records, String key) throws IOException {
    int at = 0;
    while (at < records.length) {
      int blank = at;
      while (blank < records.length && records[blank] != ' ') {
        blank++;
      }
      long length = decimal(new String(records, at, blank - at, StandardCharsets.US_ASCII).strip());
      int value = blank + 1 + key.length() + 1;
      if (length <= blank - at || at + length > records.length) {
        throw new IOException("an archive has an extended header of another kind");
      }
      int end = (int) (at + length) - 1;
      if (value <= end
          && decoded(ByteBuffer.wrap(records, blank + 1, key.length() + 1)).equals(key + "=")) {
        return Optional.of(decoded(ByteBuffer.wrap(records, value, end - value)));
      }
      at += (int) length;
    }
    return Optional.empty();
  }
}
