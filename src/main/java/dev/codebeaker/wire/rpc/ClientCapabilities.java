package dev.codebeaker.wire.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.wire.json.Fields;
import java.util.List;
import java.util.Map;

/**
 * What a client says it can do; whatever it says nothing about, it can. Capabilities this server
 * does not know are ignored, so that newer clients can talk to it.
 *
 * @param streaming whether it takes notifications
 */
public record ClientCapabilities(boolean streaming) {
  public static final ClientCapabilities ALL = new ClientCapabilities(true);

  static ClientCapabilities read(JsonNode node) {
    List<String> named = node.properties().stream().map(Map.Entry::getKey).toList();
    return new ClientCapabilities(Fields.of(node, "capabilities", named).flag("streaming", true));
  }
}
