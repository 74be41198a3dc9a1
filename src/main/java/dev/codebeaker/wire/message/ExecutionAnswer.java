package dev.codebeaker.wire.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.session.CommandResult.Ran;
import dev.codebeaker.session.ExecutionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an execution ended and what it showed.
 *
 * @param outcome {@code exited}, {@code signalled}, {@code limit_exceeded}, {@code trapped} or
 *     {@code cancelled}
 * @param exitCode what it exited with; null unless {@code outcome} is {@code exited}
 * @param phase {@code compile} if this tells of the compiler, and the program never ran
 * @param limit which limit was exceeded: {@code wall}, {@code cpu}, {@code memory} …
 * @param reason why it trapped or was cancelled
 * @param stdout its standard output, as text or as {@code stdoutEncoding} says
 * @param truncated whether anything is missing from what is shown here
 * @param truncation how much, where streams were cut
 * @param value the value of the last expression of a turn, as plain text
 * @param results MIME bundles (media type to text, or base64 for binary types): that of {@code
 *     value} if it has more than plain text, and all that the code showed
 * @param context what became of the context it ran in
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ExecutionAnswer(
    String executionId,
    String outcome,
    @JsonInclude(JsonInclude.Include.ALWAYS) Optional<Integer> exitCode,
    Optional<String> phase,
    Optional<String> signal,
    Optional<String> limit,
    Optional<String> reason,
    String stdout,
    String stderr,
    Optional<String> stdoutEncoding,
    Optional<String> stderrEncoding,
    boolean truncated,
    Optional<Truncation> truncation,
    Optional<String> value,
    List<Map<String, String>> results,
    Optional<Context> context,
    Usage usage,
    String runtime)
    implements CommandAnswer {

  /**
   * @param state {@code kept}, {@code restored} (to its last good turn) or {@code reset} (empty)
   */
  public record Context(String name, String state) {}

  /** Milliseconds and bytes; zero where the runtime can not tell. */
  public record Usage(double wallMs, double cpuMs, long peakMemoryBytes, long outputBytes) {
    static Usage of(dev.codebeaker.execution.Usage usage) {
      return new Usage(
          millis(usage.wall()), millis(usage.cpu()), usage.peakMemoryBytes(), usage.outputBytes());
    }

    private static double millis(Duration duration) {
      return duration.toNanos() / 1_000 / 1_000.0;
    }
  }

  /** What was left out of the middle of a stream. */
  public record Truncation(Cut stdout, Cut stderr) {}

  /** How much the program wrote, and how much of that is not shown. */
  public record Cut(long bytes, long omittedBytes) {
    static Cut of(Capture.Shown shown) {
      return new Cut(shown.bytes(), shown.omittedBytes());
    }
  }

  private static final String PLAIN = "text/plain";
  private static final String COMPILE = "compile";

  public static ExecutionAnswer of(
      ExecutionId id, Ran ran, Optional<ContextName> context, Transcript transcript) {
    Outcome outcome = ran.outcome();
    Capture.Shown stdout = transcript.shown(Stream.STDOUT);
    Capture.Shown stderr = transcript.shown(Stream.STDERR);
    Ending ending = Ending.of(outcome);
    boolean cut = stdout.omittedBytes() + stderr.omittedBytes() > 0;
    return new ExecutionAnswer(
        id.value(),
        outcome.label(),
        ending.exitCode,
        phase(outcome),
        ending.signal,
        ending.limit.map(Limit::label),
        ending.reason,
        stdout.text(),
        stderr.text(),
        unlessText(stdout),
        unlessText(stderr),
        transcript.truncated() || ending.limit.filter(Limit.OUTPUT::equals).isPresent(),
        cut ? Optional.of(new Truncation(Cut.of(stdout), Cut.of(stderr))) : Optional.empty(),
        transcript.value().map(bundle -> bundle.getOrDefault(PLAIN, "")),
        results(transcript),
        context.map(name -> new Context(name.value(), outcome.state().label())),
        Usage.of(outcome.usage()),
        ran.runtime());
  }

  private static Optional<String> phase(Outcome outcome) {
    return outcome instanceof Outcome.NotCompiled ? Optional.of(COMPILE) : Optional.empty();
  }

  private static Optional<String> unlessText(Capture.Shown shown) {
    return Optional.of(shown.encoding())
        .filter(encoding -> encoding != Encoding.UTF_8)
        .map(Encoding::label);
  }

  private static List<Map<String, String>> results(Transcript transcript) {
    List<Map<String, String>> results = new java.util.ArrayList<>(transcript.results());
    transcript.value().filter(bundle -> bundle.size() > 1).ifPresent(results::add);
    return results;
  }

  private record Ending(
      Optional<Integer> exitCode,
      Optional<String> signal,
      Optional<Limit> limit,
      Optional<String> reason) {
    private static final Ending NOTHING =
        new Ending(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static Ending of(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Exited exited ->
            new Ending(
                Optional.of(exited.code()), Optional.empty(), Optional.empty(), Optional.empty());
        case Outcome.Signalled signalled ->
            new Ending(
                Optional.empty(),
                Optional.of(signalled.signal()),
                Optional.empty(),
                Optional.empty());
        case Outcome.LimitExceeded exceeded ->
            new Ending(
                Optional.empty(),
                Optional.empty(),
                Optional.of(exceeded.limit()),
                Optional.empty());
        case Outcome.Trapped trapped -> NOTHING.because(trapped.reason());
        case Outcome.NotCompiled(Outcome compiler) -> of(compiler);
        case Outcome.Cancelled cancelled -> NOTHING.because(cancelled.reason());
      };
    }

    private Ending because(String why) {
      return new Ending(exitCode, signal, limit, Optional.of(why));
    }
  }
}
