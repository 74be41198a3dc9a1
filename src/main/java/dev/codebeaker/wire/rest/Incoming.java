package dev.codebeaker.wire.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.codebeaker.admission.Admission;
import dev.codebeaker.admission.Owner;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.wire.WireConfig;
import dev.codebeaker.wire.json.StrictJson;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The request at hand: who sent it, what is in it, and what is to end when its client goes away.
 */
@RequestScoped
public class Incoming {
  private final Admission admission;
  private final WireConfig config;
  private final RoutingContext context;
  private final Disconnect disconnect;
  private final BodiesInFlight bodies;
  private long reserved;

  Incoming(Admission admission, WireConfig config, RoutingContext context, BodiesInFlight bodies) {
    this.bodies = bodies;
    this.admission = admission;
    this.config = config;
    this.context = context;
    this.disconnect = new Disconnect(context.request());
  }

  /**
   * @throws ServiceException {@code UNAUTHENTICATED}
   */
  public Owner owner() {
    return admission.authenticate(
        Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION)));
  }

  /** The body, read as strictly as JSON-RPC. Blocks. */
  public JsonNode json(InputStream body) {
    return StrictJson.parse(bytes(body));
  }

  /** The body, where an empty one will do. Blocks. */
  public JsonNode jsonOrEmpty(InputStream body) {
    byte[] bytes = bytes(body);
    return bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : StrictJson.parse(bytes);
  }

  /** The whole body, bounded, of a client that is admitted. Blocks. */
  public byte[] bytes(InputStream body) {
    owner();
    reserve();
    try {
      byte[] bytes = body.readNBytes(config.maxMessageBytes() + 1);
      if (bytes.length > config.maxMessageBytes()) {
        throw tooLarge();
      }
      settle(bytes.length);
      return bytes;
    } catch (IOException e) {
      throw ServiceException.of(ErrorCode.INVALID_REQUEST, "the body broke off")
          .field("body")
          .fix("send it to its end");
    }
  }

  private void reserve() {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    long most = config.maxMessageBytes();
    long size = length == null ? most : Math.min(most, Long.parseLong(length.strip()));
    bodies.reserve(size);
    reserved += size;
  }

  /** A body that did not announce its size was taken for the largest. */
  private void settle(long size) {
    bodies.release(reserved - size);
    reserved = size;
  }

  @PreDestroy
  void release() {
    bodies.release(reserved);
  }

  private ServiceException tooLarge() {
    return ServiceException.of(
            ErrorCode.TOO_LARGE, "the body has more than " + config.maxMessageBytes() + " bytes")
        .field("body")
        .fix("put large files to /api/sessions/{id}/files/{path}, which takes them as a stream");
  }

  /** For what is to be cancelled when the client goes away before it has its answer. */
  Disconnect disconnect() {
    return disconnect;
  }
}
