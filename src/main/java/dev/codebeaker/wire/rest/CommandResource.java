package dev.codebeaker.wire.rest;

import dev.codebeaker.selection.Languages;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.SessionService;
import dev.codebeaker.wire.WireConfig;
import dev.codebeaker.wire.message.CommandAnswer;
import dev.codebeaker.wire.message.ExecutionEvents.Receiver;
import dev.codebeaker.wire.message.Executions;
import dev.codebeaker.wire.message.Executions.Accepted;
import dev.codebeaker.wire.message.SessionAnswer;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is done in a session. */
@Path("/api/sessions/{id}")
@Tag(name = "Commands")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CommandResource {
  /** Only for clients that ask for it: those that take anything get JSON. */
  private static final String EVENTS = "text/event-stream;qs=0.1";

  private static final String CANCELLED = "the client cancelled it";

  private final Executions executions;
  private final SessionService service;
  private final Languages languages;
  private final WireConfig config;
  private final Incoming incoming;

  CommandResource(
      Executions executions,
      SessionService service,
      Languages languages,
      WireConfig config,
      Incoming incoming) {
    this.executions = executions;
    this.service = service;
    this.languages = languages;
    this.config = config;
    this.incoming = incoming;
  }

  @POST
  @Path("/commands")
  @Operation(
      summary = "Do something in a session",
      description = "With Accept: text/event-stream the output comes as it is written.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Requests.Command.class),
              examples = {
                @ExampleObject(name = "turn", value = Examples.TURN),
                @ExampleObject(name = "program", value = Examples.PROGRAM),
                @ExampleObject(name = "shell in a terminal", value = Examples.SHELL),
                @ExampleObject(name = "write a file", value = Examples.WRITE_FILE)
              }))
  public CommandAnswer execute(@PathParam("id") String id, InputStream body) {
    return accept(id, body, Optional.empty()).answer().join();
  }

  /** Events {@code started}, {@code output}, {@code display}, {@code dropped}, then one of two. */
  @POST
  @Path("/commands")
  @Produces(EVENTS)
  @Blocking
  @Operation(hidden = true)
  public Multi<OutboundSseEvent> follow(
      @PathParam("id") String id, InputStream body, @Context Sse sse) {
    EventStream stream = new EventStream(sse, config);
    accept(id, body, Optional.of(stream)).answer().whenComplete(stream::end);
    return stream.events();
  }

  private Accepted accept(String id, InputStream body, Optional<Receiver> receiver) {
    ExecutionRequests.Command request =
        ExecutionRequests.Command.read(incoming.json(body), languages);
    Accepted accepted =
        executions.execute(
            incoming.owner(), SessionId.parse(id), request.command(), request.limits(), receiver);
    if (!accepted.detached()) {
      incoming.disconnect().cancels(accepted.submission());
    }
    return accepted;
  }

  @POST
  @Path("/input")
  @Operation(summary = "Add to the standard input of what runs")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Requests.Input.class),
              examples = @ExampleObject(name = "a last line", value = Examples.INPUT)))
  public SessionAnswer.Accepted input(@PathParam("id") String id, InputStream body) {
    ExecutionRequests.Input input = ExecutionRequests.Input.read(incoming.json(body));
    service.input(
        incoming.owner(), SessionId.parse(id), input.execution(), input.data(), input.end());
    return new SessionAnswer.Accepted(id, true);
  }

  @POST
  @Path("/signal")
  @Operation(summary = "Send a signal to what runs")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Requests.Signalling.class),
              examples = @ExampleObject(name = "interrupt", value = Examples.SIGNAL)))
  public SessionAnswer.Accepted signal(@PathParam("id") String id, InputStream body) {
    ExecutionRequests.Signalling sent = ExecutionRequests.Signalling.read(incoming.json(body));
    service.signal(incoming.owner(), SessionId.parse(id), sent.execution(), sent.signal());
    return new SessionAnswer.Accepted(id, true);
  }

  @POST
  @Path("/resize")
  @Operation(summary = "Tell what runs in a terminal the terminal's new size")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Requests.Resize.class),
              examples = @ExampleObject(name = "wider", value = Examples.RESIZE)))
  public SessionAnswer.Accepted resize(@PathParam("id") String id, InputStream body) {
    ExecutionRequests.Resize resize = ExecutionRequests.Resize.read(incoming.json(body));
    service.resize(incoming.owner(), SessionId.parse(id), resize.execution(), resize.size());
    return new SessionAnswer.Accepted(id, true);
  }

  @POST
  @Path("/cancel")
  @Operation(summary = "Stop an execution, or all that the session runs and has waiting")
  @RequestBody(content = @Content(schema = @Schema(implementation = Requests.Cancel.class)))
  public SessionAnswer.Cancelled cancel(@PathParam("id") String id, InputStream body) {
    ExecutionRequests.Cancel cancel = ExecutionRequests.Cancel.read(incoming.jsonOrEmpty(body));
    int cancelled =
        service.cancel(incoming.owner(), SessionId.parse(id), cancel.execution(), CANCELLED);
    return new SessionAnswer.Cancelled(id, cancelled);
  }
}
