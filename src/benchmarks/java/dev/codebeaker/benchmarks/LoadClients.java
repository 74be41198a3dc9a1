package dev.codebeaker.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Connections to a service, each with a few sessions, and what they ask for. Thread safe. */
final class LoadClients implements AutoCloseable {
  private static final int CLIENTS = 16;
  private static final int SESSIONS_EACH = 4;
  private static final String CONTENT = "z".repeat(10_240);

  private record Client(RpcSocket socket, List<String> sessions) {}

  /** How one request ended. */
  sealed interface Answer {
    record Good() implements Answer {}

    /** At once or late, with a code that tells to come again. */
    record Refused(String code) implements Answer {}

    record Failed(String why) implements Answer {}
  }

  private final List<Client> clients = new ArrayList<>();

  LoadClients(HttpClient http, int port) throws Exception {
    for (int i = 0; i < CLIENTS; i++) {
      RpcSocket socket = new RpcSocket(http, port);
      List<String> sessions = new ArrayList<>();
      for (int j = 0; j < SESSIONS_EACH; j++) {
        String session = SessionCalls.session(socket, "wasm", "python");
        SessionCalls.execute(socket, session, "x = 1", Optional.of("main"));
        sessions.add(session);
      }
      clients.add(new Client(socket, sessions));
    }
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param draw chooses who asks
   */
  Answer ask(Ask ask, int draw) {
    Client client = clients.get(draw % CLIENTS);
    String session = client.sessions().get(draw / CLIENTS % SESSIONS_EACH);
    RpcSocket socket = client.socket();
    try {
      return switch (ask) {
        case TURN -> ran(socket, turn(session, "1+1"), "value", "2");
        case STREAM ->
            ran(
                socket,
                turn(session, "for _ in range(100): print('y' * 99)").put("stream", true),
                "outcome",
                "exited");
        case PYTHON -> fresh(socket, "python", "wasm", "print('hello')");
        case JAVASCRIPT -> fresh(socket, "javascript", "wasm", "console.log('hello')");
        case JAIL -> fresh(socket, "python", "python", "print('hello')");
        case FILES -> files(socket, session);
      };
    } catch (Exception failure) {
      return new Answer.Failed(failure.toString());
    }
  }

  private static ObjectNode turn(String session, String code) {
    ObjectNode params = RpcSocket.object().put("sessionId", session);
    params.set(
        "command",
        RpcSocket.object().put("type", "execute").put("code", code).put("context", "main"));
    return params;
  }

  private static Answer ran(RpcSocket socket, ObjectNode params, String field, String expected)
      throws Exception {
    return answer(socket.response("session.execute", params), field, expected);
  }

  private static Answer fresh(RpcSocket socket, String language, String runtime, String code)
      throws Exception {
    ObjectNode params =
        RpcSocket.object().put("language", language).put("runtime", runtime).put("code", code);
    return answer(socket.response("execution.run", params), "stdout", "hello\n");
  }

  private static Answer files(RpcSocket socket, String session) throws Exception {
    ObjectNode write = RpcSocket.object().put("type", "write_file").put("content", CONTENT);
    JsonNode written = socket.response("session.execute", file(session, write));
    return written.hasNonNull("error")
        ? answer(written, "", "")
        : answer(
            socket.response(
                "session.execute", file(session, RpcSocket.object().put("type", "read_file"))),
            "content",
            CONTENT);
  }

  private static ObjectNode file(String session, ObjectNode command) {
    ObjectNode params = RpcSocket.object().put("sessionId", session);
    params.set("command", command.put("path", "note.txt"));
    return params;
  }

  private static Answer answer(JsonNode response, String field, String expected) {
    JsonNode error = response.path("error");
    if (error.at("/data/retryable").asBoolean()) {
      return new Answer.Refused(error.at("/data/error").asText());
    }
    boolean good = response.path("result").path(field).asText().equals(expected);
    return good ? new Answer.Good() : new Answer.Failed(response.toString());
  }

  @Override
  public void close() throws Exception {
    for (Client client : clients) {
      for (String session : client.sessions()) {
        SessionCalls.close(client.socket(), session);
      }
      client.socket().close();
    }
  }
}
