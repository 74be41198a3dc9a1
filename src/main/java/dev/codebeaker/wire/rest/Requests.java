package dev.codebeaker.wire.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The bodies of requests as OpenAPI shows them; a test holds them to what is really read. */
final class Requests {
  private Requests() {}

  @Schema(name = "RunRequest")
  record Run(
      @Schema(required = true) String language,
      @Schema(description = "The text to run; instead of it there may be a command")
          Optional<String> code,
      @Schema(
              type = SchemaType.OBJECT,
              description =
                  "What to run instead of code: its type (execute, program or shell), and the fields"
                      + " that docs/rpc.md lists for it, but for context and stdinOpen")
          Optional<Object> command,
      Optional<String> runtime,
      Optional<Choice> preference,
      Optional<String> policy,
      Optional<String> template,
      @Schema(description = "A container image that the operator allows") Optional<String> image,
      Optional<String> stdin,
      Optional<List<String>> args,
      Optional<Map<String, String>> env,
      Optional<Map<String, String>> files,
      Optional<Bounds> limits,
      @Schema(description = "Whether it finds its trace in TRACEPARENT") Optional<Boolean> trace) {}

  @Schema(name = "SessionRequest")
  record Session(
      @Schema(required = true) String language,
      Optional<String> runtime,
      Optional<Choice> preference,
      Optional<String> policy,
      Optional<String> template,
      Optional<Bounds> limits,
      @Schema(description = "What its runtime must offer: shell, terminal …")
          Optional<List<String>> features,
      Optional<Long> idleTimeoutMs,
      Optional<Long> lifetimeMs,
      Optional<Boolean> detached,
      @Schema(description = "A container image that the operator allows") Optional<String> image) {}

  @Schema(name = "CommandRequest")
  record Command(
      @Schema(
              required = true,
              type = SchemaType.OBJECT,
              description = "What to do: its type, and the fields that docs/rpc.md lists for it")
          Object command,
      Optional<Bounds> limits) {}

  @Schema(name = "InputRequest")
  record Input(
      Optional<String> executionId,
      Optional<String> data,
      Optional<String> encoding,
      Optional<Boolean> end) {}

  @Schema(name = "SignalRequest")
  record Signalling(
      Optional<String> executionId,
      @Schema(required = true, description = "Its name: INT or SIGINT") String signal) {}

  @Schema(name = "ResizeRequest")
  record Resize(
      Optional<String> executionId,
      @Schema(required = true) int cols,
      @Schema(required = true) int rows) {}

  @Schema(name = "CancelRequest")
  record Cancel(Optional<String> executionId) {}

  @Schema(name = "Preference")
  enum Choice {
    speed,
    security,
    memory,
    balanced,
    auto
  }

  @Schema(name = "Limits")
  record Bounds(
      Optional<Long> wallMs,
      Optional<Long> cpuMs,
      Optional<Long> memoryBytes,
      Optional<Long> stackBytes,
      Optional<Long> outputBytes,
      Optional<Long> workspaceBytes,
      Optional<Long> files,
      Optional<Long> openFiles,
      Optional<Long> processes) {}
}
