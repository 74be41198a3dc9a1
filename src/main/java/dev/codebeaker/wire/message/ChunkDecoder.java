package dev.codebeaker.wire.message;

import dev.codebeaker.wire.message.Encoding.Encoded;
import java.util.Arrays;
import java.util.Optional;

/**
 * Turns the chunks of one stream into text without cutting a character in two: the beginning of one
 * waits for its rest. A chunk that is not UTF-8 goes as base64. Not thread safe.
 */
final class ChunkDecoder {
  private byte[] waiting = new byte[0];

  /** What can be shown now; empty if the chunk only begins a character. */
  Optional<Encoded> next(byte[] data) {
    byte[] all = waiting.length == 0 ? data : joined(data);
    int complete = Utf8.completeLength(all);
    waiting = complete == all.length ? new byte[0] : Arrays.copyOfRange(all, complete, all.length);
    return complete == 0
        ? Optional.empty()
        : Optional.of(Encoded.of(complete == all.length ? all : Arrays.copyOf(all, complete)));
  }

  /** The beginning of a character whose rest never came. */
  Optional<Encoded> end() {
    byte[] rest = waiting;
    waiting = new byte[0];
    return rest.length == 0 ? Optional.empty() : Optional.of(Encoded.of(rest));
  }

  private byte[] joined(byte[] data) {
    byte[] all = Arrays.copyOf(waiting, waiting.length + data.length);
    System.arraycopy(data, 0, all, waiting.length, data.length);
    return all;
  }
}
