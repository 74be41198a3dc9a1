package dev.codebeaker.execution;

import java.util.Map;

/** One piece of what an execution shows, in the order it was shown. */
public sealed interface OutputChunk {
  enum Stream {
    STDOUT,
    STDERR;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Bytes as the program wrote them; they may end in the middle of a character. Not to be changed.
   */
  record Bytes(Stream stream, byte[] data) implements OutputChunk {}

  /**
   * Something shown as a MIME bundle: media type to content, text as it is and bytes as base64.
   *
   * @param value true for the value of the last expression of a turn, false for what the code asked
   *     to show (a figure, a table)
   */
  record Rich(Map<String, String> bundle, boolean value) implements OutputChunk {
    public Rich {
      bundle = Map.copyOf(bundle);
    }
  }
}
