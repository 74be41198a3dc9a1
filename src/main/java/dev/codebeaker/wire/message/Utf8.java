package dev.codebeaker.wire.message;

/** Where characters begin and end in UTF-8. */
final class Utf8 {
  private static final int LONGEST = 4;

  private Utf8() {}

  /** How much of the data is left when a character that is not complete at its end is cut off. */
  static int completeLength(byte[] data) {
    for (int back = 1; back <= Math.min(LONGEST - 1, data.length); back++) {
      int at = data.length - back;
      if (!isContinuation(data[at])) {
        return length(data[at]) > back ? at : data.length;
      }
    }
    return data.length;
  }

  /** Where the first whole character begins. */
  static int firstBoundary(byte[] data) {
    int at = 0;
    while (at < Math.min(LONGEST - 1, data.length) && isContinuation(data[at])) {
      at++;
    }
    return at;
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }

  private static int length(byte lead) {
    int b = lead & 0xff;
    if (b >= 0xf0) {
      return b <= 0xf4 ? 4 : 1;
    }
    return b >= 0xe0 ? 3 : b >= 0xc2 ? 2 : 1;
  }
}
