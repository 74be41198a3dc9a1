package dev.codebeaker.wire.websocket;

import io.netty.buffer.ByteBuf;

/** Whether the parts of a message are UTF-8 together; characters may be cut between parts. */
final class Utf8Check {
  private static final int FIRST = 0x80;
  private static final int LAST = 0xbf;

  private int missing;
  private int least = FIRST;
  private int most = LAST;

  void begin() {
    missing = 0;
  }

  boolean accepts(ByteBuf part) {
    return part.forEachByte(this::accepts) < 0;
  }

  boolean isComplete() {
    return missing == 0;
  }

  private boolean accepts(byte next) {
    int b = next & 0xff;
    if (missing == 0) {
      return b < FIRST || begins(b);
    }
    boolean fits = b >= least && b <= most;
    missing--;
    least = FIRST;
    most = LAST;
    return fits;
  }

  /**
   * The second byte is bounded further: nothing overlong, no surrogates, nothing above U+10FFFF.
   */
  private boolean begins(int b) {
    least = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : FIRST;
    most = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : LAST;
    missing = b >= 0xf0 ? 3 : b >= 0xe0 ? 2 : 1;
    return b >= 0xc2 && b <= 0xf4;
  }
}
