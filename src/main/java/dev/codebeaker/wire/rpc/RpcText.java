package dev.codebeaker.wire.rpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.wire.json.JsonText;
import dev.codebeaker.wire.message.ExecutionEvent;
import dev.codebeaker.wire.message.Failure;
import java.io.IOException;

/** Writes what the server says: results, errors and notifications. */
final class RpcText {
  private RpcText() {}

  static String result(JsonNode id, Object result) {
    return JsonText.write(
        json -> {
          begin(json);
          json.writeFieldName("id");
          json.writeTree(id);
          json.writePOJOField("result", result);
          json.writeEndObject();
        });
  }

  static String error(JsonNode id, Failure failure) {
    return JsonText.write(
        json -> {
          begin(json);
          json.writeFieldName("id");
          json.writeTree(id);
          json.writeObjectFieldStart("error");
          json.writeNumberField("code", failure.code().rpcCode());
          json.writeStringField("message", failure.message());
          data(json, failure);
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  static String notification(ExecutionEvent event) {
    return JsonText.write(
        json -> {
          begin(json);
          json.writeStringField("method", "execution." + event.name());
          json.writePOJOField("params", event);
          json.writeEndObject();
        });
  }

  /** The service is about to go; what runs now may take so long at most. */
  static String draining(long remainingMs) {
    return JsonText.write(
        json -> {
          begin(json);
          json.writeStringField("method", "server.draining");
          json.writeObjectFieldStart("params");
          json.writeNumberField("remainingMs", remainingMs);
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void begin(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("jsonrpc", "2.0");
  }

  private static void data(JsonGenerator json, Failure failure) throws IOException {
    json.writeObjectFieldStart("data");
    json.writeStringField("error", failure.code().name());
    if (failure.field().isPresent()) {
      json.writeStringField("field", failure.field().get());
    }
    if (failure.fix().isPresent()) {
      json.writeStringField("fix", failure.fix().get());
    }
    if (!failure.known().isEmpty()) {
      json.writePOJOField("known", failure.known());
    }
    json.writeBooleanField("retryable", failure.code().retryable());
    json.writeStringField("correlationId", failure.correlationId());
    json.writeEndObject();
  }
}
