package dev.codebeaker.wire.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Optional;

/** Something that happened to an execution whose client follows it as it goes. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public sealed interface ExecutionEvent {
  /** Its name as an SSE event; behind {@code execution.} its name as a notification. */
  @JsonIgnore
  String name();

  /** It has left its session's queue and runs. */
  record Started(Optional<String> sessionId, String executionId) implements ExecutionEvent {
    @Override
    public String name() {
      return "started";
    }
  }

  /**
   * A piece of a stream.
   *
   * @param sequence counts what the execution showed, from 0; a gap is what was dropped
   * @param encoding {@code utf-8}, or {@code base64} where the bytes are no text
   */
  record Output(
      Optional<String> sessionId,
      String executionId,
      String stream,
      String data,
      long sequence,
      String encoding)
      implements ExecutionEvent {
    @Override
    public String name() {
      return "output";
    }
  }

  /**
   * Something shown as a MIME bundle.
   *
   * @param value whether it is the value of the last expression
   */
  record Display(
      Optional<String> sessionId,
      String executionId,
      Map<String, String> bundle,
      boolean value,
      long sequence)
      implements ExecutionEvent {
    @Override
    public String name() {
      return "display";
    }
  }

  /** So much was left out here, because the client read too slowly. */
  record Dropped(Optional<String> sessionId, String executionId, long bytes, long chunks)
      implements ExecutionEvent {
    @Override
    public String name() {
      return "dropped";
    }
  }

  /** It has ended; the fields are those of the answer, without the output. */
  record Completed(
      Optional<String> sessionId,
      String executionId,
      String outcome,
      @JsonInclude(JsonInclude.Include.ALWAYS) Optional<Integer> exitCode,
      Optional<String> phase,
      Optional<String> signal,
      Optional<String> limit,
      Optional<String> reason,
      boolean truncated,
      Optional<String> value,
      Optional<ExecutionAnswer.Context> context,
      ExecutionAnswer.Usage usage,
      String runtime)
      implements ExecutionEvent {
    static Completed of(Optional<String> sessionId, ExecutionAnswer answer) {
      return new Completed(
          sessionId,
          answer.executionId(),
          answer.outcome(),
          answer.exitCode(),
          answer.phase(),
          answer.signal(),
          answer.limit(),
          answer.reason(),
          answer.truncated(),
          answer.value(),
          answer.context(),
          answer.usage(),
          answer.runtime());
    }

    @Override
    public String name() {
      return "completed";
    }
  }
}
