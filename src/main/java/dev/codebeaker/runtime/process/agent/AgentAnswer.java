package dev.codebeaker.runtime.process.agent;

import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.language.Bundle;
import dev.codebeaker.language.Ending;
import dev.codebeaker.language.Frame;
import java.util.Optional;

/** What an agent says. */
public sealed interface AgentAnswer {
  /**
   * Its interpreter has started.
   *
   * @param version of the interpreter
   */
  record Ready(String version) implements AgentAnswer {}

  /** Something to be shown. */
  record Shown(OutputChunk.Rich content) implements AgentAnswer {}

  /** The program or turn has ended, and what it wrote has left the interpreter. */
  record Ended(Ending ending) implements AgentAnswer {}

  /** What has become of a text with types. */
  sealed interface Read extends AgentAnswer {}

  /** The text without its types. */
  record Stripped(String javascript) implements Read {}

  /** It could not be read, and what to print about that. */
  record Unreadable(String complaint) implements Read {}

  static AgentAnswer of(Frame frame) throws AgentFailure {
    return switch (frame.kind()) {
      case 'A' -> new Ready(only(frame));
      case Bundle.SHOWN, Bundle.VALUE -> known(Bundle.of(frame).map(Shown::new));
      case Ending.KIND -> known(Ending.of(frame).map(Ended::new));
      case 'J' -> new Stripped(only(frame));
      case 'W' -> new Unreadable(only(frame));
      default -> throw AgentFailure.nonsense("a frame of no known kind");
    };
  }

  private static AgentAnswer known(Optional<? extends AgentAnswer> answer) throws AgentFailure {
    if (answer.isEmpty()) {
      throw AgentFailure.nonsense("a frame with the wrong fields");
    }
    return answer.get();
  }

  private static String only(Frame frame) throws AgentFailure {
    if (frame.fields().size() != 1) {
      throw AgentFailure.nonsense("a frame with the wrong fields");
    }
    return frame.fields().getFirst();
  }
}
