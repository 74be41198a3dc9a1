package dev.codebeaker.wire.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.List;
import java.util.Optional;

/**
 * One JSON-RPC 2.0 request.
 *
 * @param id empty for a notification, which is never answered
 * @param params an object; an empty one where the request has none
 */
record RpcRequest(Optional<JsonNode> id, String method, JsonNode params) {
  private static final List<String> MEMBERS = List.of("jsonrpc", "method", "params", "id");
  private static final JsonNode NULL = JsonNodeFactory.instance.nullNode();

  /**
   * @throws ServiceException {@code INVALID_REQUEST}, or {@code INVALID_PARAMS} for positional ones
   */
  static RpcRequest read(JsonNode node) {
    if (!node.isObject()) {
      throw invalid("a request is an object", "jsonrpc");
    }
    if (!node.path("jsonrpc").isTextual() || !node.path("jsonrpc").textValue().equals("2.0")) {
      throw invalid("jsonrpc must be \"2.0\"", "jsonrpc");
    }
    if (!node.path("method").isTextual()) {
      throw invalid("method must be a string", "method");
    }
    JsonNode id = node.path("id");
    if (!isId(id) && !id.isMissingNode()) {
      throw invalid("id must be a string, a number or null", "id");
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!MEMBERS.contains(name)) {
                throw invalid("a request has no member '" + shortened(name) + "'", "request")
                    .known(MEMBERS);
              }
            });
    return new RpcRequest(
        id.isMissingNode() ? Optional.empty() : Optional.of(id),
        node.path("method").textValue(),
        params(node.path("params")));
  }

  /** The id to answer with, whatever else is wrong with the request. */
  static JsonNode idOf(JsonNode node) {
    JsonNode id = node.path("id");
    return isId(id) ? id : NULL;
  }

  private static boolean isId(JsonNode id) {
    return id.isTextual() || id.isNumber() || id.isNull();
  }

  private static JsonNode params(JsonNode params) {
    if (params.isMissingNode()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (params.isArray()) {
      throw ServiceException.of(
              ErrorCode.INVALID_PARAMS, "params must be an object: parameters go by name here")
          .field("params")
          .fix("make params an object");
    }
    if (!params.isObject()) {
      throw invalid("params must be an object", "params");
    }
    return params;
  }

  private static ServiceException invalid(String why, String field) {
    return ServiceException.of(ErrorCode.INVALID_REQUEST, why)
        .field(field)
        .fix("send {\"jsonrpc\": \"2.0\", \"method\": …, \"params\": {…}, \"id\": …}");
  }

  private static String shortened(String name) {
    return name.length() > 64 ? name.substring(0, 64) + "…" : name;
  }
}
