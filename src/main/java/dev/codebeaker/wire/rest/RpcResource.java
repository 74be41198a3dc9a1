package dev.codebeaker.wire.rest;

import dev.codebeaker.wire.rpc.RpcServer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** JSON-RPC 2.0 over HTTP: the same methods as over the WebSocket, without notifications. */
@Path("/rpc")
@Tag(name = "JSON-RPC")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RpcResource {
  private final RpcServer server;
  private final Incoming incoming;

  RpcResource(RpcServer server, Incoming incoming) {
    this.server = server;
    this.incoming = incoming;
  }

  @POST
  @Operation(
      summary = "A JSON-RPC 2.0 call or batch",
      description = "Answers 204 where there was nothing but notifications.")
  public Response call(InputStream body) {
    HttpPeer peer = new HttpPeer(incoming.owner(), incoming.disconnect());
    Optional<String> answer = server.receive(incoming.bytes(body), peer).join();
    return answer.map(text -> Response.ok(text)).orElseGet(Response::noContent).build();
  }
}
