package dev.codebeaker.wire.rpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.codebeaker.wire.json.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The ids of the calls in a message that nobody is going to read: everything else is passed over,
 * and nothing of it kept.
 *
 * @param batch whether the calls came as an array
 * @param ids JSON's null where it is none that a call may have; empty where all are notifications
 */
record CallIds(boolean batch, List<JsonNode> ids) {
  private static final CallIds UNKNOWN = new CallIds(false, List.of(NullNode.instance));

  /**
   * @param most how many calls a batch may hold; a longer one has no ids
   */
  static CallIds of(String text, int most) {
    try (JsonParser json = StrictJson.parser(text)) {
      return switch (json.nextToken()) {
        case START_OBJECT -> {
          List<JsonNode> ids = new ArrayList<>();
          readCall(json, ids);
          yield new CallIds(false, ids);
        }
        case START_ARRAY -> batch(json, most);
        case null, default -> UNKNOWN;
      };
    } catch (IOException _) {
      return UNKNOWN;
    }
  }

  private static CallIds batch(JsonParser json, int most) throws IOException {
    List<JsonNode> ids = new ArrayList<>();
    int calls = 0;
    while (json.nextToken() == JsonToken.START_OBJECT) {
      calls++;
      if (calls > most) {
        return UNKNOWN;
      }
      readCall(json, ids);
    }
    return json.currentToken() == JsonToken.END_ARRAY && calls > 0
        ? new CallIds(true, ids)
        : UNKNOWN;
  }

  /** Reads the object that the parser has entered, to its end. */
  private static void readCall(JsonParser json, List<JsonNode> ids) throws IOException {
    JsonNode id = NullNode.instance;
    boolean notification = true;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isId = json.currentName().equals("id");
      json.nextToken();
      if (isId) {
        notification = false;
        id = id(json);
      } else {
        json.skipChildren();
      }
    }
    if (!notification) {
      ids.add(id);
    }
  }

  private static JsonNode id(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> TextNode.valueOf(json.getText());
      case VALUE_NUMBER_INT -> BigIntegerNode.valueOf(json.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(json.getDecimalValue());
      case null, default -> {
        json.skipChildren();
        yield NullNode.instance;
      }
    };
  }
}
