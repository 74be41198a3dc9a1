package dev.codebeaker.session;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names of 128 random bits. Drawn from a pool, because the source is slow to ask. */
final class UnguessableNames {
  private static final int BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final byte[] pool = new byte[256 * BYTES];
  private int used = pool.length;

  synchronized String next() {
    if (used == pool.length) {
      random.nextBytes(pool);
      used = 0;
    }
    String name = HexFormat.of().formatHex(pool, used, used + BYTES);
    used += BYTES;
    return name;
  }
}
