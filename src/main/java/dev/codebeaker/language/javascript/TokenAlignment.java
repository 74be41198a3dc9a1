package dev.codebeaker.language.javascript;

import java.util.Arrays;
import java.util.List;

/**
 * Which token of one print of a program is which token of another: a longest common subsequence
 * (Myers 1986), given up for a forward search where the prints differ too much.
 */
public final class TokenAlignment {
  /** Bounds the memory a hostile text can cost: its square, times four bytes. */
  private static final int MAX_DIFFERENCE = 1200;

  private static final int WINDOW = 400;

  private final String[] from;
  private final String[] to;
  private final int[] match;

  private TokenAlignment(List<Token> from, List<Token> to) {
    this.from = from.stream().map(Token::essence).toArray(String[]::new);
    this.to = to.stream().map(Token::essence).toArray(String[]::new);
    this.match = new int[this.from.length];
    Arrays.fill(match, -1);
  }

  /** For each token of {@code from} the index of the same in {@code to}, or -1. */
  public static int[] of(List<Token> from, List<Token> to) {
    TokenAlignment alignment = new TokenAlignment(from, to);
    if (!alignment.shortest()) {
      alignment.forward();
    }
    return alignment.match;
  }

  private boolean shortest() {
    int max = Math.min(MAX_DIFFERENCE, from.length + to.length);
    int[][] trace = new int[max + 1][];
    int[] reach = new int[2 * max + 3];
    for (int d = 0; d <= max; d++) {
      for (int k = -d; k <= d; k += 2) {
        int x = down(reach, max, k, d) ? reach[max + 1 + k + 1] : reach[max + 1 + k - 1] + 1;
        while (x < from.length && x - k < to.length && from[x].equals(to[x - k])) {
          x++;
        }
        reach[max + 1 + k] = x;
        if (x >= from.length && x - k >= to.length) {
          backtrack(trace, d, max);
          return true;
        }
      }
      trace[d] = Arrays.copyOfRange(reach, max + 1 - d, max + 2 + d);
    }
    return false;
  }

  private static boolean down(int[] reach, int max, int k, int d) {
    return k == -d || (k != d && reach[max + 1 + k - 1] < reach[max + 1 + k + 1]);
  }

  private void backtrack(int[][] trace, int distance, int max) {
    int x = from.length;
    int y = to.length;
    for (int d = distance; d > 0; d--) {
      int[] reach = new int[2 * max + 3];
      System.arraycopy(trace[d - 1], 0, reach, max + 1 - (d - 1), trace[d - 1].length);
      int k = x - y;
      int before = down(reach, max, k, d) ? k + 1 : k - 1;
      int startX = reach[max + 1 + before];
      int startY = startX - before;
      while (x > Math.max(startX, 0) && y > Math.max(startY, 0) && from[x - 1].equals(to[y - 1])) {
        match[--x] = --y;
      }
      x = startX;
      y = startY;
    }
    while (x > 0 && y > 0) {
      match[--x] = --y;
    }
  }

  /** Each token's next equal with an equal successor, not too far ahead. */
  private void forward() {
    int next = 0;
    for (int i = 0; i < from.length; i++) {
      for (int j = next; j < Math.min(to.length, next + WINDOW); j++) {
        if (from[i].equals(to[j]) && followersAgree(i + 1, j + 1)) {
          match[i] = j;
          next = j + 1;
          break;
        }
      }
    }
  }

  private boolean followersAgree(int i, int j) {
    return i >= from.length || j >= to.length || from[i].equals(to[j]);
  }
}
