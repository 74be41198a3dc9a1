package dev.codebeaker.wire.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What an answer holds of one output stream: all of it, or where that is too much its head and its
 * tail, cut between characters. Not thread safe.
 */
final class Capture {
  private final int headLimit;
  private final int tailLimit;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream(256);
  private byte[] ring = new byte[0];
  private long total;

  Capture(int limit) {
    headLimit = limit - limit / 2;
    tailLimit = limit / 2;
  }

  void add(byte[] data) {
    int toHead = Math.min(data.length, headLimit - head.size());
    head.write(data, 0, toHead);
    if (toHead < data.length) {
      addToTail(data, toHead);
    }
    total += data.length;
  }

  private void addToTail(byte[] data, int from) {
    if (ring.length == 0) {
      ring = new byte[tailLimit];
    }
    int start = Math.max(from, data.length - tailLimit);
    long position = total + start - headLimit;
    for (int done = start; done < data.length; ) {
      int at = (int) ((position + done - start) % tailLimit);
      int length = Math.min(data.length - done, tailLimit - at);
      System.arraycopy(data, done, ring, at, length);
      done += length;
    }
  }

  boolean truncated() {
    return total > (long) headLimit + tailLimit;
  }

  /** What is shown of the stream, and how much was left out between its head and its tail. */
  record Shown(String text, Encoding encoding, long bytes, long omittedBytes) {}

  Shown shown() {
    byte[] first = head.toByteArray();
    byte[] last = tail();
    if (!truncated()) {
      Encoding.Encoded all = Encoding.Encoded.of(joined(first, new byte[0], last));
      return new Shown(all.text(), all.encoding(), total, 0);
    }
    first = Arrays.copyOf(first, Utf8.completeLength(first));
    last = Arrays.copyOfRange(last, Utf8.firstBoundary(last), last.length);
    long omitted = total - first.length - last.length;
    String mark = "\n[… " + omitted + " bytes left out …]\n";
    Encoding.Encoded cut =
        Encoding.Encoded.of(joined(first, mark.getBytes(StandardCharsets.UTF_8), last));
    return new Shown(cut.text(), cut.encoding(), total, omitted);
  }

  private byte[] tail() {
    long length = total - head.size();
    if (length <= ring.length) {
      return Arrays.copyOf(ring, (int) length);
    }
    int start = (int) (length % ring.length);
    byte[] ordered = new byte[ring.length];
    System.arraycopy(ring, start, ordered, 0, ring.length - start);
    System.arraycopy(ring, 0, ordered, ring.length - start, start);
    return ordered;
  }

  private static byte[] joined(byte[] first, byte[] middle, byte[] last) {
    byte[] all = Arrays.copyOf(first, first.length + middle.length + last.length);
    System.arraycopy(middle, 0, all, first.length, middle.length);
    System.arraycopy(last, 0, all, first.length + middle.length, last.length);
    return all;
  }
}
