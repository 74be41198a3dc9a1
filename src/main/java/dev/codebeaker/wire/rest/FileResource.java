package dev.codebeaker.wire.rest;

import dev.codebeaker.execution.FileCommand.DeleteFile;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.SessionService;
import dev.codebeaker.wire.message.CommandAnswer;
import dev.codebeaker.wire.message.CommandRequest;
import dev.codebeaker.wire.message.Encoding;
import dev.codebeaker.wire.message.Executions;
import dev.codebeaker.workspace.Download;
import dev.codebeaker.workspace.WorkspacePath;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The files of a session, streamed both ways; never followed where they are links. */
@Path("/api/sessions/{id}/files/{path:.+}")
@Tag(name = "Files")
@RunOnVirtualThread
public class FileResource {
  private final SessionService service;
  private final Executions executions;
  private final Incoming incoming;

  FileResource(SessionService service, Executions executions, Incoming incoming) {
    this.service = service;
    this.executions = executions;
    this.incoming = incoming;
  }

  /** What was written. */
  public record Written(String path, long bytes) {}

  @GET
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "Read a file")
  public Response read(@PathParam("id") String id, @PathParam("path") String path) {
    Download download =
        service.download(incoming.owner(), SessionId.parse(id), WorkspacePath.parse(path));
    StreamingOutput output =
        to -> {
          try (download) {
            download.content().transferTo(to);
          }
        };
    return Response.ok(output)
        .header("X-Content-Type-Options", "nosniff")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
        .build();
  }

  @PUT
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Create or replace a file, and the directories above it")
  public Written write(
      @PathParam("id") String id, @PathParam("path") String path, InputStream content) {
    WorkspacePath parsed = WorkspacePath.parse(path);
    long bytes = service.upload(incoming.owner(), SessionId.parse(id), parsed, content);
    return new Written(parsed.toString(), bytes);
  }

  @DELETE
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Delete a file, or with recursive=true a directory")
  public CommandAnswer delete(
      @PathParam("id") String id,
      @PathParam("path") String path,
      @QueryParam("recursive") @DefaultValue("false") boolean recursive) {
    DeleteFile delete = new DeleteFile(WorkspacePath.parse(path), recursive);
    return executions
        .execute(
            incoming.owner(),
            SessionId.parse(id),
            new CommandRequest.Files(delete, Encoding.UTF_8),
            Map.of(),
            Optional.empty())
        .answer()
        .join();
  }
}
