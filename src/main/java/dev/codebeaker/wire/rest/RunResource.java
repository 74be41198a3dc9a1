package dev.codebeaker.wire.rest;

import dev.codebeaker.selection.Languages;
import dev.codebeaker.wire.json.Fields;
import dev.codebeaker.wire.message.CommandAnswer;
import dev.codebeaker.wire.message.ExecutionAnswer;
import dev.codebeaker.wire.message.Executions;
import dev.codebeaker.wire.message.Executions.Accepted;
import dev.codebeaker.wire.message.RunRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One program in a sandbox of its own. */
@Path("/api/run")
@Tag(name = "Run")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RunResource {
  private final Executions executions;
  private final Languages languages;
  private final Incoming incoming;

  RunResource(Executions executions, Languages languages, Incoming incoming) {
    this.executions = executions;
    this.languages = languages;
    this.incoming = incoming;
  }

  @POST
  @Operation(summary = "Run a program", description = "Whatever the program does is a 200.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Requests.Run.class),
              examples = {
                @ExampleObject(name = "hello", value = Examples.RUN_HELLO),
                @ExampleObject(name = "everything", value = Examples.RUN_EVERYTHING),
                @ExampleObject(name = "shell", value = Examples.RUN_SHELL)
              }))
  @APIResponse(
      responseCode = "200",
      description = "How it ended",
      content =
          @Content(
              schema = @Schema(implementation = ExecutionAnswer.class),
              examples = @ExampleObject(name = "hello", value = Examples.RAN_HELLO)))
  public CommandAnswer run(InputStream body) {
    RunRequest request = RunRequest.read(incoming.json(body), languages);
    if (request.stream()) {
      throw Fields.invalid("stream", "must be left out here; over a WebSocket output is streamed");
    }
    Accepted accepted = executions.run(incoming.owner(), request, Optional.empty());
    incoming.disconnect().cancels(accepted.submission());
    return accepted.answer().join();
  }
}
