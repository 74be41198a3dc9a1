package dev.codebeaker.wire.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One JSON-RPC 2.0 request.
 *
 * @param id empty for a notification, which is never answered
 * @param params an object; an empty one where the request has none
 * @param trace the client's trace context: what {@code _meta} in the parameters holds of W3C Trace
 *     Context
 */
record RpcRequest(
    Optional<JsonNode> id, String method, JsonNode params, Map<String, String> trace) {
  private static final String META = "_meta";
  private static final List<String> TRACE_CONTEXT = List.of("traceparent", "tracestate");
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
    ObjectNode params = params(node.path("params"));
    Map<String, String> trace = trace(params.path(META));
    params.remove(META);
    return new RpcRequest(
        id.isMissingNode() ? Optional.empty() : Optional.of(id),
        node.path("method").textValue(),
        params,
        trace);
  }

  /** Whatever else a client or what lies between puts there is none of the service's business. */
  private static Map<String, String> trace(JsonNode meta) {
    if (meta.isMissingNode()) {
      return Map.of();
    }
    if (!meta.isObject()) {
      throw ServiceException.of(ErrorCode.INVALID_PARAMS, "_meta must be an object")
          .field(META)
          .fix("send {\"traceparent\": …}, or leave it out");
    }
    Map<String, String> trace = new HashMap<>();
    for (String name : TRACE_CONTEXT) {
      if (meta.path(name).isTextual()) {
        trace.put(name, meta.path(name).textValue());
      }
    }
    return trace;
  }

  /** The id to answer with, whatever else is wrong with the request. */
  static JsonNode idOf(JsonNode node) {
    JsonNode id = node.path("id");
    return isId(id) ? id : NULL;
  }

  private static boolean isId(JsonNode id) {
    return id.isTextual() || id.isNumber() || id.isNull();
  }

  private static ObjectNode params(JsonNode params) {
    if (params.isMissingNode()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (params.isArray()) {
      throw ServiceException.of(
              ErrorCode.INVALID_PARAMS, "params must be an object: parameters go by name here")
          .field("params")
          .fix("make params an object");
    }
    if (params instanceof ObjectNode object) {
      return object;
    }
    throw invalid("params must be an object", "params");
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
