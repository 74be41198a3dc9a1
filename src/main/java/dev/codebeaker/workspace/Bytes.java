package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/** Whole contents through channels, which do them in parts. */
final class Bytes {
  private Bytes() {}

  static void writeAll(WritableByteChannel file, byte[] content, int length) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(content, 0, length);
    while (left.hasRemaining()) {
      file.write(left);
    }
  }

  /** Reads to the end, but no more than {@code most}, however large the file has become. */
  static byte[] readAll(ReadableByteChannel file, long expected, int most) throws IOException {
    byte[] read = new byte[(int) Math.min(most, expected + 1)];
    int length = 0;
    while (true) {
      int count = file.read(ByteBuffer.wrap(read, length, read.length - length));
      if (count < 0) {
        return length == read.length ? read : Arrays.copyOf(read, length);
      }
      length += count;
      if (length == read.length) {
        if (length >= most) {
          return read;
        }
        read = Arrays.copyOf(read, (int) Math.min(most, 2L * length));
      }
    }
  }
}
