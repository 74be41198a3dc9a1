package dev.codebeaker.wire.rest;

import dev.codebeaker.selection.Languages;
import dev.codebeaker.session.SessionService;
import dev.codebeaker.wire.message.Catalogue;
import dev.codebeaker.wire.message.SelectionAnswer;
import dev.codebeaker.wire.message.SessionRequests;
import dev.codebeaker.wire.message.VersionsAnswer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What there is to choose from. */
@Path("/api")
@Tag(name = "Languages and runtimes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CatalogueResource {
  private final Catalogue catalogue;
  private final SessionService service;
  private final Languages languages;
  private final Incoming incoming;

  CatalogueResource(
      Catalogue catalogue, SessionService service, Languages languages, Incoming incoming) {
    this.catalogue = catalogue;
    this.service = service;
    this.languages = languages;
    this.incoming = incoming;
  }

  @GET
  @Path("/languages")
  @Operation(summary = "The languages, and whether they can be served now")
  public Catalogue.Languages languages() {
    incoming.owner();
    return catalogue.languages();
  }

  @GET
  @Path("/runtimes")
  @Operation(summary = "The runtimes: how they confine, what they enforce, what they serve")
  public Catalogue.Runtimes runtimes() {
    incoming.owner();
    return catalogue.runtimes();
  }

  @GET
  @Path("/runtimes/versions")
  @Operation(summary = "What serves each language on each runtime, and what is missing")
  public VersionsAnswer versions() {
    incoming.owner();
    return catalogue.versions();
  }

  @POST
  @Path("/runtimes/explain")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Which runtime a session would get, and why")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Requests.Session.class),
              examples = @ExampleObject(name = "python", value = Examples.SESSION)))
  public SelectionAnswer explain(InputStream body) {
    incoming.owner();
    return SelectionAnswer.of(
        service.explain(SessionRequests.read(incoming.json(body), languages)));
  }
}
