package dev.codebeaker.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What the figures of a runtime ask a service for. A call that fails ends the benchmark. */
final class SessionCalls {
  private SessionCalls() {}

  static JsonNode runtime(RpcSocket socket, String name) throws Exception {
    for (JsonNode entry : socket.call("runtime.list", RpcSocket.object()).path("runtimes")) {
      if (entry.path("name").asText().equals(name)) {
        return entry;
      }
    }
    return RpcSocket.object();
  }

  /** Whether a runtime serves a language, once it knows. */
  static boolean isAvailable(RpcSocket socket, String runtime, String language) throws Exception {
    for (int i = 0; i < 300; i++) {
      String state = state(runtime(socket, runtime), language);
      if (!state.equals("preparing")) {
        return state.equals("available");
      }
      Thread.sleep(100);
    }
    return false;
  }

  private static String state(JsonNode runtime, String language) {
    for (JsonNode served : runtime.path("languages")) {
      if (served.path("name").asText().equals(language)) {
        return served.at("/availability/state").asText();
      }
    }
    return "unknown";
  }

  /** A program in a sandbox of its own, that has to exit with 0. */
  static JsonNode run(
      RpcSocket socket, String language, String code, Optional<String> template) throws Exception {
    ObjectNode params = RpcSocket.object().put("language", language).put("code", code);
    template.ifPresent(name -> params.put("template", name));
    JsonNode result = socket.call("execution.run", params);
    if (!result.path("outcome").asText().equals("exited") || result.path("exitCode").asInt() != 0) {
      throw new IllegalStateException(result.toString());
    }
    return result;
  }

  static String session(RpcSocket socket, String runtime, String language)
      throws Exception {
    ObjectNode params = RpcSocket.object().put("language", language).put("runtime", runtime);
    return socket.call("session.create", params).path("sessionId").asText();
  }

  static void close(RpcSocket socket, String session) throws Exception {
    socket.call("session.close", RpcSocket.object().put("sessionId", session));
  }

  static JsonNode execute(
      RpcSocket socket, String session, String code, Optional<String> context) throws Exception {
    ObjectNode command = RpcSocket.object().put("type", "execute").put("code", code);
    context.ifPresent(name -> command.put("context", name));
    if (context.isEmpty()) {
      command.put("stdinOpen", false);
    }
    ObjectNode params = RpcSocket.object().put("sessionId", session);
    params.set("command", command);
    JsonNode result = socket.call("session.execute", params);
    if (!result.path("outcome").asText().equals("exited")) {
      throw new IllegalStateException(result.toString());
    }
    return result;
  }
}
