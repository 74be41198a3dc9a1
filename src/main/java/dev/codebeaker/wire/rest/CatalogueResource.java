package dev.codebeaker.wire.rest;

import dev.codebeaker.wire.message.Catalogue;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What there is to choose from. */
@Path("/api")
@Tag(name = "Languages and runtimes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CatalogueResource {
  private final Catalogue catalogue;
  private final Incoming incoming;

  CatalogueResource(Catalogue catalogue, Incoming incoming) {
    this.catalogue = catalogue;
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
}
