package dev.codebeaker.language;

import java.util.Map;
import java.util.Optional;

/**
 * How code ended, as its interpreter tells.
 *
 * @param code the exit code a process would have had
 */
public record Ending(How how, int code) {
  /** The frame that tells it: a letter for how, and the code. */
  public static final char KIND = 'E';

  private static final int MOST_DIGITS = 3;
  private static final int MOST_CODE = 255;

  private static final Map<String, How> HOW =
      Map.of(
          "x", How.EXIT,
          "e", How.EXCEPTION,
          "i", How.INTERRUPT,
          "m", How.OUT_OF_MEMORY,
          "r", How.TOO_DEEP);

  public enum How {
    /** By itself or by {@code exit}. */
    EXIT,
    /** By an exception that nobody caught. */
    EXCEPTION,
    /** By an interrupt that nobody caught. */
    INTERRUPT,
    /** For want of memory, which nobody caught. */
    OUT_OF_MEMORY,
    /** By recursion that went too deep, which nobody caught. */
    TOO_DEEP
  }

  /** Empty if the frame does not tell an ending. */
  public static Optional<Ending> of(Frame frame) {
    if (frame.kind() != KIND
        || frame.fields().size() != 2
        || frame.fields().get(1).length() > MOST_DIGITS) {
      return Optional.empty();
    }
    try {
      int code = Integer.parseInt(frame.fields().get(1));
      return Optional.ofNullable(HOW.get(frame.fields().getFirst()))
          .filter(how -> code >= 0 && code <= MOST_CODE)
          .map(how -> new Ending(how, code));
    } catch (NumberFormatException forged) {
      return Optional.empty();
    }
  }
}
