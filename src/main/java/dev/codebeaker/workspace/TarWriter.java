package dev.codebeaker.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Writes an archive as every tar(1) reads it; long names the way GNU writes them. */
final class TarWriter implements AutoCloseable {
  static final int BLOCK = 512;
  static final char FILE = '0';
  static final char HARD_LINK = '1';
  static final char LINK = '2';
  static final char DIRECTORY = '5';
  static final char LONG_NAME = 'L';
  static final char LONG_TARGET = 'K';

  private static final int NAME_BYTES = 100;
  private static final int CHECKSUM_AT = 148;
  private static final long MOST_OCTAL = 1L << 33;
  private static final byte[] NOTHING = {};

  private final OutputStream out;

  TarWriter(OutputStream out) {
    this.out = out;
  }

  void directory(String name, int mode, Instant modified) throws IOException {
    header(name + "/", DIRECTORY, mode, 0, modified, "");
  }

  void link(String name, String target, Instant modified) throws IOException {
    header(name, LINK, 0777, 0, modified, target);
  }

  /** The content is cut, or filled up with zeros, to the size that was told. */
  void file(String name, int mode, Instant modified, long size, InputStream content)
      throws IOException {
    header(name, FILE, mode, size, modified, "");
    byte[] buffer = new byte[BLOCK * 64];
    long left = size;
    while (left > 0) {
      int wanted = (int) Math.min(buffer.length, left);
      int count = content.readNBytes(buffer, 0, wanted);
      Arrays.fill(buffer, count, wanted, (byte) 0);
      out.write(buffer, 0, wanted);
      left -= wanted;
    }
    pad(size);
  }

  private void header(String name, char type, int mode, long size, Instant modified, String target)
      throws IOException {
    byte[] named = name.getBytes(StandardCharsets.UTF_8);
    byte[] linked = target.getBytes(StandardCharsets.UTF_8);
    if (named.length > NAME_BYTES) {
      aside(LONG_NAME, named);
    }
    if (linked.length > NAME_BYTES) {
      aside(LONG_TARGET, linked);
    }
    block(named, type, mode, size, modified.getEpochSecond(), linked);
  }

  private void aside(char type, byte[] text) throws IOException {
    block(
        "././@LongLink".getBytes(StandardCharsets.US_ASCII), type, 0, text.length + 1L, 0, NOTHING);
    out.write(text);
    out.write(0);
    pad(text.length + 1L);
  }

  private void block(byte[] name, char type, int mode, long size, long modified, byte[] target)
      throws IOException {
    byte[] block = new byte[BLOCK];
    System.arraycopy(name, 0, block, 0, Math.min(name.length, NAME_BYTES));
    octal(block, 100, 8, mode);
    octal(block, 108, 8, 0);
    octal(block, 116, 8, 0);
    octal(block, 124, 12, Math.min(size, MOST_OCTAL - 1));
    octal(block, 136, 12, Math.clamp(modified, 0, MOST_OCTAL - 1));
    block[156] = (byte) type;
    System.arraycopy(target, 0, block, 157, Math.min(target.length, NAME_BYTES));
    System.arraycopy("ustar  ".getBytes(StandardCharsets.US_ASCII), 0, block, 257, 7);
    Arrays.fill(block, CHECKSUM_AT, CHECKSUM_AT + 8, (byte) ' ');
    long sum = 0;
    for (byte each : block) {
      sum += each & 0xff;
    }
    octal(block, CHECKSUM_AT, 7, sum);
    out.write(block);
  }

  private static void octal(byte[] block, int at, int length, long value) {
    String digits = Long.toOctalString(value);
    int zeros = length - 1 - digits.length();
    for (int i = 0; i < length - 1; i++) {
      block[at + i] = (byte) (i < zeros ? '0' : digits.charAt(i - zeros));
    }
    block[at + length - 1] = 0;
  }

  private void pad(long size) throws IOException {
    out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }

  /** Ends the archive; what it was written to stays open. */
  @Override
  public void close() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }
}
