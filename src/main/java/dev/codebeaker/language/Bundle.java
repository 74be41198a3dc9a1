package dev.codebeaker.language;

import dev.codebeaker.execution.OutputChunk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an interpreter shows: media types, each with its content behind it. */
public final class Bundle {
  /** The frame of what code asked to show. */
  public static final char SHOWN = 'R';

  /** The frame of the value of a turn. */
  public static final char VALUE = 'V';

  private Bundle() {}

  /** Empty if the frame holds none. */
  public static Optional<OutputChunk.Rich> of(Frame frame) {
    List<String> fields = frame.fields();
    boolean shows = frame.kind() == SHOWN || frame.kind() == VALUE;
    if (!shows || fields.isEmpty() || fields.size() % 2 != 0) {
      return Optional.empty();
    }
    Map<String, String> contents = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i += 2) {
      contents.put(fields.get(i), fields.get(i + 1));
    }
    return Optional.of(new OutputChunk.Rich(contents, frame.kind() == VALUE));
  }
}
