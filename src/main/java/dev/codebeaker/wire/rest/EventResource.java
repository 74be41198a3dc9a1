package dev.codebeaker.wire.rest;

import dev.codebeaker.selection.Languages;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.wire.Outbox;
import dev.codebeaker.wire.WireConfig;
import dev.codebeaker.wire.json.JsonText;
import dev.codebeaker.wire.message.CommandAnswer;
import dev.codebeaker.wire.message.ExecutionAnswer;
import dev.codebeaker.wire.message.ExecutionEvent;
import dev.codebeaker.wire.message.ExecutionEvents;
import dev.codebeaker.wire.message.Executions;
import dev.codebeaker.wire.message.Executions.Accepted;
import dev.codebeaker.wire.message.Failure;
import dev.codebeaker.wire.message.FileAnswer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Commands whose clients follow them as server-sent events. */
@Path("/api/sessions/{id}/commands")
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class EventResource {
  private static final String ERROR = "error";
  private static final String COMPLETED = "completed";

  /** One event: its name and its data. */
  record Message(String name, String data) {
    int length() {
      return name.length() + data.length();
    }
  }

  private final Executions executions;
  private final Languages languages;
  private final WireConfig config;
  private final Incoming incoming;

  EventResource(Executions executions, Languages languages, WireConfig config, Incoming incoming) {
    this.executions = executions;
    this.languages = languages;
    this.config = config;
    this.incoming = incoming;
  }

  /** Events {@code started}, {@code output}, {@code display}, {@code dropped}, then one of two. */
  @POST
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(hidden = true)
  public void execute(
      @PathParam("id") String id, InputStream body, @Context SseEventSink sink, @Context Sse sse) {
    ExecutionRequests.Command request =
        ExecutionRequests.Command.read(incoming.json(body), languages);
    Outbox<Message> outbox = new Outbox<>(new EventWire(sink, sse), Message::length, config);
    Accepted accepted =
        executions.execute(
            incoming.owner(),
            SessionId.parse(id),
            request.command(),
            request.limits(),
            Optional.of(receiver(outbox)));
    if (!accepted.detached()) {
      incoming.disconnect().cancels(accepted.submission());
    }
    accepted.answer().whenComplete((answer, failure) -> end(outbox, sink, answer, failure));
  }

  private static void end(
      Outbox<Message> outbox, SseEventSink sink, CommandAnswer answer, Throwable failure) {
    if (failure != null) {
      outbox.send(new Message(ERROR, JsonText.of(Problem.of(Failure.of(failure)))));
    } else {
      switch (answer) {
        // Its completed event has been sent.
        case ExecutionAnswer _ -> {}
        case FileAnswer file -> outbox.send(new Message(COMPLETED, JsonText.of(file)));
      }
    }
    outbox.closeBehind(sink::close);
  }

  private static ExecutionEvents.Receiver receiver(Outbox<Message> outbox) {
    return new ExecutionEvents.Receiver() {
      @Override
      public void send(ExecutionEvent event) {
        outbox.send(message(event));
      }

      @Override
      public boolean offer(ExecutionEvent event) {
        return outbox.offer(message(event));
      }
    };
  }

  private static Message message(ExecutionEvent event) {
    return new Message(event.name(), JsonText.of(event));
  }
}
