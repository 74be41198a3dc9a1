package dev.codebeaker.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codebeaker.testing.RpcClient;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contexts over a WebSocket: what a turn does to one, the next turn must find mended. */
class HostileContextsIT {
  private final PackagedService service = Native.service();
  private final RpcClient client = service.connect();

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void aGentleStopKeepsTheContext() {
    String session = client.session("python");
    turn(session, "keep = 41");

    JsonNode stopped = turn(session, "gone = 1\nwhile True: pass");

    assertThat(stopped.path("limit").asText()).isEqualTo("wall");
    assertThat(stopped.path("context").path("state").asText()).isEqualTo("kept");
    assertThat(turn(session, "keep + gone").path("value").asText()).isEqualTo("42");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keep = 0\nwhile True:\n try:\n  while True: pass\n except BaseException: pass",
        "keep = 0\nimport os; os.abort()",
        "keep = 0\nclass D:\n def __del__(s):\n  while True:\n   try:\n    while True: pass\n"
            + "   except BaseException: pass\nd = D(); del d",
      })
  void aHardStopRestoresTheContext(String attack) {
    String session = client.session("python");
    turn(session, "keep = 41");

    JsonNode stopped = turn(session, attack);

    assertThat(stopped.path("context").path("state").asText()).isEqualTo("restored");
    assertThat(turn(session, "keep + 1").path("value").asText()).isEqualTo("42");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for (;;) {}",
        "for (;;) { try { for (;;) {} } catch (e) {} }",
        "await new Promise(() => {})",
        "let a = []; for (;;) a.push(new Uint8Array(1 << 20).fill(1))",
        "let f = () => f() + 1; f()",
      })
  void javaScriptLivesOnAfterAnyEnd(String attack) {
    String session = client.session("javascript");
    turn(session, "var keep = 41");

    turn(session, attack);

    assertThat(turn(session, "keep + 1").path("value").asText()).isEqualTo("42");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import os; os.write(1000, b'\\xff{\"end\"' * 50)",
        "import os; os.close(1000)",
        "import os, json, builtins; json.dumps = os.write = builtins.compile = None",
      })
  void whateverATurnDoesToItsDriverTheSessionAnswers(String attack) {
    String session = client.session("python");
    turn(session, attack);

    assertThat(turn(session, "6 * 7").path("outcome").asText()).isNotEmpty();
    String neighbour = client.session("python");
    assertThat(turn(neighbour, "6 * 7").path("value").asText()).isEqualTo("42");
  }

  @Test
  void outputArrivesInItsOrder() {
    String session = client.session("python");
    JsonNode answer =
        client
            .execute(
                session,
                "for i in range(50): print(i, flush=True)",
                params -> params.put("stream", true))
            .result();

    List<JsonNode> output =
        client.messages().stream()
            .filter(message -> message.path("method").asText().equals("execution.output"))
            .map(message -> message.path("params"))
            .toList();
    StringBuilder text = new StringBuilder();
    output.forEach(chunk -> text.append(chunk.path("data").asText()));
    assertThat(text.toString()).startsWith("0\n1\n2\n").endsWith("48\n49\n");
    assertThat(output)
        .extracting(chunk -> chunk.path("sequence").asInt())
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(answer.path("outcome").asText()).isEqualTo("exited");
  }

  @Test
  void inputReachesWhatRunsAndACancelEndsIt() {
    String session = client.session("python");
    RpcClient.Answer running =
        client.execute(
            session,
            "print(input().upper(), flush=True)\nwhile True: pass",
            params -> params.put("stream", true));
    await().until(() -> heard("execution.started", _ -> true));

    client.call("session.input", params -> params.put("sessionId", session).put("data", "hello\n"));
    await()
        .until(() -> heard("execution.output", at -> at.path("data").asText().contains("HELLO")));
    client.call("session.cancel", params -> params.put("sessionId", session)).result();

    assertThat(running.result().path("outcome").asText()).isEqualTo("cancelled");
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    turn(client.session("python"), "open('/workspace/a', 'w').write('x')");
    client.call("session.list").result().path("sessions").forEach(this::close);
    await().until(() -> service.sessionDirectories() == 0);
    long before = service.descriptors();

    for (int i = 0; i < 20; i++) {
      String session = client.session("python");
      turn(session, "keep = [open('/workspace/%d' % i, 'w') for i in range(20)]");
      client.call("session.close", params -> params.put("sessionId", session)).result();
    }

    await().until(() -> service.sessionDirectories() == 0);
    assertThat(service.descriptors()).isLessThanOrEqualTo(before + 5);
  }

  private void close(JsonNode session) {
    String id = session.path("sessionId").asText();
    client.call("session.close", params -> params.put("sessionId", id)).result();
  }

  private boolean heard(String method, java.util.function.Predicate<JsonNode> what) {
    return client.messages().stream()
        .filter(message -> message.path("method").asText().equals(method))
        .anyMatch(message -> what.test(message.path("params")));
  }

  private JsonNode turn(String session, String code) {
    Consumer<ObjectNode> inContext =
        params -> {
          ((ObjectNode) params.get("command")).put("context", "main");
          params.putObject("limits").put("wallMs", 700);
        };
    return client.execute(session, code, inContext).result();
  }
}
