package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.language.javascript.Token;
import dev.codebeaker.language.javascript.TokenAlignment;
import dev.codebeaker.language.javascript.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leads from places in a reprinted program back to its author's text. Both are aligned when the
 * first place is asked for: most programs end without an error.
 */
final class SourceMap {
  private final String original;
  private final String printed;
  private @Nullable Aligned aligned;

  /**
   * @param emitted tokens of the reprinted text
   * @param origins for each the token it came from, by its index, or -1
   */
  private record Aligned(List<Token> emitted, List<Token> authored, int[] origins) {
    /** Where the token at or before a place came from, or the nearest before it that is known. */
    Place origin(Place place) {
      int index = lastUpTo(place);
      for (int i = index; i >= 0; i--) {
        if (origins[i] >= 0) {
          Token from = authored.get(origins[i]);
          boolean exact = i == index && emitted.get(i).line() == place.line();
          int inside = exact ? place.column() - emitted.get(i).column() : 0;
          return new Place(
              from.line(), from.column() + Math.clamp(inside, 0, from.text().length()));
        }
      }
      return place;
    }

    private int lastUpTo(Place place) {
      int low = 0;
      int high = emitted.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        Token token = emitted.get(middle);
        boolean before =
            token.line() < place.line()
                || (token.line() == place.line() && token.column() <= place.column());
        if (before) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return high;
    }
  }

  SourceMap(String original, String printed) {
    this.original = original;
    this.printed = printed;
  }

  synchronized Place origin(Place place) {
    Aligned known = aligned;
    if (known == null) {
      // Of a text that is too large to align, places are told as they are in its print.
      List<Token> emitted = Tokens.ifFew(printed).orElse(List.of());
      List<Token> authored = Tokens.ifFew(original).orElse(List.of());
      known = new Aligned(emitted, authored, TokenAlignment.of(emitted, authored));
      aligned = known;
    }
    return known.origin(place);
  }

  /** How much text it holds. */
  int length() {
    return original.length() + printed.length();
  }

  /** Drops what aligning has made: it is many times as large as the texts. */
  synchronized void forget() {
    aligned = null;
  }
}
