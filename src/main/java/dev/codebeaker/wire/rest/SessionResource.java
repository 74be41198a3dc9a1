package dev.codebeaker.wire.rest;

import dev.codebeaker.selection.Languages;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.SessionRequest;
import dev.codebeaker.session.SessionService;
import dev.codebeaker.wire.message.SessionAnswer;
import dev.codebeaker.wire.message.SessionRequests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Sessions: opened, looked at, closed. */
@Path("/api/sessions")
@Tag(name = "Sessions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SessionResource {
  private static final int CREATED = 201;

  private final SessionService service;
  private final Languages languages;
  private final Incoming incoming;

  SessionResource(SessionService service, Languages languages, Incoming incoming) {
    this.service = service;
    this.languages = languages;
    this.incoming = incoming;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @ResponseStatus(CREATED)
  @Operation(summary = "Open a session")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Requests.Session.class),
              examples = {
                @ExampleObject(name = "python", value = Examples.SESSION),
                @ExampleObject(name = "with a shell", value = Examples.SESSION_SHELL)
              }))
  public SessionAnswer create(InputStream body) {
    SessionRequest request = SessionRequests.read(incoming.json(body), languages);
    return SessionAnswer.opened(service.create(incoming.owner(), request));
  }

  @GET
  @Operation(summary = "The caller's sessions, oldest first")
  public SessionAnswer.Sessions list() {
    return SessionAnswer.Sessions.of(service.list(incoming.owner()));
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One session")
  public SessionAnswer get(@PathParam("id") String id) {
    return SessionAnswer.of(service.get(incoming.owner(), SessionId.parse(id)));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Close a session; on return nothing of it is left")
  public SessionAnswer.Closed close(@PathParam("id") String id) {
    service.close(incoming.owner(), SessionId.parse(id));
    return new SessionAnswer.Closed(id, true);
  }
}
