package dev.codebeaker.wire.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.testing.FakeServiceProfile;
import dev.codebeaker.testing.RpcClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The methods, over a real socket. */
@QuarkusTest
@TestProfile(FakeServiceProfile.class)
class RpcSessionTest {
  @TestHTTPResource("/rpc")
  URI uri;

  private RpcClient client;

  @BeforeEach
  void connect() {
    client = connection();
  }

  private RpcClient connection() {
    return RpcClient.connect(URI.create(uri.toString().replace("http:", "ws:")));
  }

  @AfterEach
  void disconnect() {
    try (RpcClient closing = connection()) {
      for (JsonNode session : closing.call("session.list").result().get("sessions")) {
        closing
            .call("session.close", p -> p.put("sessionId", session.get("sessionId").asText()))
            .await();
      }
    }
    client.close();
  }

  @Test
  void initializeTellsWhatTheServerCan() {
    JsonNode result =
        client
            .call(
                "initialize",
                p -> {
                  p.putObject("clientInfo").put("name", "test").put("version", "1");
                  p.putObject("capabilities").put("streaming", true).put("telepathy", true);
                })
            .result();

    assertThat(result.at("/serverInfo/name").asText()).isEqualTo("codebeaker");
    assertThat(result.get("protocolVersion").asText()).isNotEmpty();
    assertThat(result.at("/capabilities/streaming").asBoolean()).isTrue();
    assertThat(result.at("/capabilities/commands").toString()).contains("execute", "write_file");
    assertThat(result.at("/limits/maxMessageBytes").asInt()).isEqualTo(1_000_000);
    assertThat(result.get("languages").toString()).contains("\"python\"");
  }

  @Test
  void aClientThatTakesNoNotificationsCanNotStream() {
    client.call("initialize", p -> p.putObject("capabilities").put("streaming", false)).result();
    String session = client.session("python");

    JsonNode error = client.execute(session, "print 1", p -> p.put("stream", true)).error();
    assertThat(error.at("/data/field").asText()).isEqualTo("stream");
  }

  @Test
  void languagesAndRuntimesAreListedWithWhatTheyLack() {
    JsonNode python = client.call("language.list").result().get("languages").get(1);
    assertThat(python.get("name").asText()).isEqualTo("python");
    assertThat(python.get("aliases").toString()).contains("\"py\"");
    assertThat(python.get("available").asBoolean()).isTrue();
    assertThat(python.get("runtime").asText()).isEqualTo("fake");

    JsonNode runtimes = client.call("runtime.list").result().get("runtimes");
    JsonNode absent = runtimes.get(0);
    assertThat(absent.at("/languages/0/availability/state").asText()).isEqualTo("unavailable");
    assertThat(absent.at("/languages/0/availability/remedy").asText()).isEqualTo("install it");
    assertThat(runtimes.at("/1/isolation/rating").asInt()).isEqualTo(6);
    assertThat(runtimes.at("/1/enforcedLimits").toString()).contains("wallMs");
  }

  @Test
  void theChoiceOfARuntimeIsExplained() {
    JsonNode why = client.call("runtime.explain", p -> p.put("language", "py")).result();

    assertThat(why.get("winner").asText()).isEqualTo("fake");
    assertThat(why.at("/ranked/0/score").asDouble()).isPositive();
    assertThat(why.at("/rejected/0/reason").asText()).isNotEmpty();
    assertThat(why.at("/weights/startup").asDouble()).isPositive();
    assertThat(why.at("/ranked/0/declared/startupMs").asDouble()).isEqualTo(5);
    assertThat(why.at("/ranked/0/declared/memoryBytes").asLong()).isEqualTo(3 << 20);
  }

  @Test
  void theChoiceIsExplainedByWhatWasMeasuredToo() {
    JsonNode ran =
        client
            .call(
                "execution.run", p -> p.put("language", "javascript").put("code", "print measured"))
            .result();
    assertThat(ran.path("stdout").asText()).isEqualTo("measured\n");

    JsonNode why = client.call("runtime.explain", p -> p.put("language", "javascript")).result();
    JsonNode measured = why.at("/ranked/0/measured");
    assertThat(measured.isMissingNode()).as(why.toString()).isFalse();
    assertThat(measured.path("openings").asInt()).isPositive();
    assertThat(measured.path("starts").asInt()).isPositive();
    assertThat(measured.path("startupMs").asDouble()).isPositive();
    assertThat(measured.path("memoryBytes").asLong()).isPositive();
  }

  @Test
  void aSessionIsOpenedUsedAndClosed() {
    JsonNode opened = client.call("session.create", p -> p.put("language", "py")).result();
    String id = opened.get("sessionId").asText();
    assertThat(opened.get("runtime").asText()).isEqualTo("fake");
    assertThat(opened.get("language").asText()).isEqualTo("python");
    assertThat(opened.at("/selection/winner").asText()).isEqualTo("fake");

    JsonNode ran = client.execute(id, "print hello\nerror oops\nexit 3").result();
    assertThat(ran.get("outcome").asText()).isEqualTo("exited");
    assertThat(ran.get("exitCode").asInt()).isEqualTo(3);
    assertThat(ran.get("stdout").asText()).isEqualTo("hello\n");
    assertThat(ran.get("stderr").asText()).isEqualTo("oops\n");
    assertThat(ran.get("truncated").asBoolean()).isFalse();
    assertThat(ran.get("runtime").asText()).isEqualTo("fake");
    assertThat(ran.at("/usage/wallMs").isNumber()).isTrue();

    assertThat(client.call("session.get", p -> p.put("sessionId", id)).result().get("state"))
        .isNotNull();
    assertThat(client.call("session.list").result().get("count").asInt()).isEqualTo(1);
    assertThat(client.call("session.close", p -> p.put("sessionId", id)).result().get("closed"))
        .hasToString("true");
    assertThat(client.execute(id, "print no").errorName())
        .isIn("SESSION_NOT_FOUND", "SESSION_CLOSED");
  }

  @Test
  void whatATurnShowsComesBeside() {
    String session = client.session("python");

    JsonNode ran =
        client
            .command(
                session,
                c ->
                    c.put("type", "execute")
                        .put("code", "show <b>x</b>\nvalue 42\nturn")
                        .put("context", "main"))
            .result();

    assertThat(ran.get("value").asText()).isEqualTo("42");
    assertThat(ran.at("/results/0").get("text/html").asText()).isEqualTo("<b>x</b>");
    assertThat(ran.at("/context/name").asText()).isEqualTo("main");
    assertThat(ran.at("/context/state").asText()).isEqualTo("kept");
  }

  @ParameterizedTest
  @CsvSource({
    "trap,trapped,reason,unreachable",
    "exceed MEMORY,limit_exceeded,limit,memory",
    "exceed OPEN_FILES,limit_exceeded,limit,open_files"
  })
  void everyEndIsAResult(String code, String outcome, String field, String value) {
    JsonNode ran = client.execute(client.session("python"), code).result();

    assertThat(ran.get("outcome").asText()).isEqualTo(outcome);
    assertThat(ran.get(field).asText()).isEqualTo(value);
    assertThat(ran.get("exitCode").isNull()).isTrue();
  }

  @Test
  void whatDoesNotCompileIsToldFromWhatFails() {
    String session = client.session("python");

    JsonNode uncompiled =
        client.execute(session, "error main.c:3\nmisspell 1", p -> p.put("stream", true)).result();
    assertThat(uncompiled.get("outcome").asText()).isEqualTo("exited");
    assertThat(uncompiled.get("phase").asText()).isEqualTo("compile");
    assertThat(uncompiled.get("exitCode").asInt()).isEqualTo(1);
    assertThat(uncompiled.get("stderr").asText()).isEqualTo("main.c:3\n");
    assertThat(client.messages())
        .filteredOn(it -> it.path("method").asText().equals("execution.completed"))
        .singleElement()
        .satisfies(it -> assertThat(it.at("/params/phase").asText()).isEqualTo("compile"));
    assertThat(client.execute(session, "exit 1").result().has("phase")).isFalse();
  }

  @Test
  void aFailureOfTheRuntimeIsAnError() {
    JsonNode error = client.execute(client.session("python"), "fail").error();

    assertThat(error.at("/data/error").asText()).isEqualTo("RUNTIME_FAILED");
    assertThat(error.at("/data/retryable").asBoolean()).isTrue();
  }

  @Test
  void outputIsStreamedInOrderBetweenStartAndEnd() {
    String session = client.session("python");

    JsonNode ran =
        client
            .execute(
                session, "print a\nerror b\nshow <i>c</i>\nprint d", p -> p.put("stream", true))
            .result();

    List<JsonNode> told = client.messages().subList(1, client.messages().size());
    assertThat(told.stream().map(m -> m.path("method").asText()).toList())
        .containsExactly(
            "execution.started",
            "execution.output",
            "execution.output",
            "execution.display",
            "execution.output",
            "execution.completed",
            "");
    List<Long> sequence = new ArrayList<>();
    for (JsonNode message : told) {
      JsonNode params = message.path("params");
      if (!params.isMissingNode()) {
        assertThat(params.get("sessionId").asText()).isEqualTo(session);
        assertThat(params.get("executionId")).isEqualTo(ran.get("executionId"));
        if (params.has("sequence")) {
          sequence.add(params.get("sequence").asLong());
        }
      }
    }
    assertThat(sequence).containsExactly(0L, 1L, 2L, 3L);
    assertThat(told.get(1).at("/params/stream").asText()).isEqualTo("stdout");
    assertThat(told.get(1).at("/params/data").asText()).isEqualTo("a\n");
    assertThat(told.get(1).at("/params/encoding").asText()).isEqualTo("utf-8");
    assertThat(told.get(5).at("/params/outcome").asText()).isEqualTo("exited");
    assertThat(ran.get("stdout").asText()).isEqualTo("a\nd\n");
  }

  @Test
  void inputReachesAProgramThatRuns() {
    String session = client.session("python");
    RpcClient.Answer running = client.execute(session, "cat", p -> p.put("stream", true));
    assertThat(client.next().get("method").asText()).isEqualTo("execution.started");

    input(session, p -> p.put("data", "héllo\n"));
    assertThat(client.next().at("/params/data").asText()).isEqualTo("héllo\n");
    input(session, p -> p.put("data", "/w==").put("encoding", "base64"));
    assertThat(client.next().at("/params/encoding").asText()).isEqualTo("base64");
    input(session, p -> p.put("end", true));

    JsonNode ran = running.result();
    assertThat(ran.get("stdoutEncoding").asText()).isEqualTo("base64");
    assertThat(Base64.getDecoder().decode(ran.get("stdout").asText()))
        .startsWith("héllo".getBytes(UTF_8));
  }

  private void input(
      String session,
      java.util.function.Consumer<com.fasterxml.jackson.databind.node.ObjectNode> more) {
    client
        .call(
            "session.input",
            p -> {
              p.put("sessionId", session);
              more.accept(p);
            })
        .result();
  }

  @Test
  void stdinThatIsGivenEndsBehindIt() {
    String session = client.session("python");

    JsonNode ran =
        client
            .command(
                session, c -> c.put("type", "execute").put("code", "cat").put("stdin", "all of it"))
            .result();

    assertThat(ran.get("stdout").asText()).isEqualTo("all of it");
  }

  @Test
  void aCancelOvertakesWhatItCancels() {
    String session = client.session("python");
    RpcClient.Answer running = client.execute(session, "block");
    RpcClient.Answer waiting = client.execute(session, "print never");

    JsonNode cancelled = client.call("session.cancel", p -> p.put("sessionId", session)).result();

    assertThat(cancelled.get("cancelled").asInt()).isEqualTo(2);
    assertThat(running.result().get("outcome").asText()).isEqualTo("cancelled");
    assertThat(waiting.result().get("outcome").asText()).isEqualTo("cancelled");
  }

  @Test
  void commandsOfASessionRunInTheOrderTheyWereSent() {
    String session = client.session("python");
    List<RpcClient.Answer> answers = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      answers.add(
          client.command(
              session, c -> c.put("type", "execute").put("code", "turn").put("context", "c")));
    }

    for (int i = 0; i < 15; i++) {
      assertThat(answers.get(i).result().get("stdout").asText()).isEqualTo((i + 1) + "\n");
    }
  }

  @Test
  void aClientThatGoesAwayTakesItsExecutionsWithIt() {
    String session = client.session("python");
    client.execute(session, "block");
    RpcClient other = connection();
    await().until(() -> state(other, session).equals("busy"));

    client.abort();

    await().until(() -> state(other, session).equals("active"));
    other.close();
  }

  @Test
  void aDetachedSessionGoesOnWithoutItsClient() {
    String session =
        client
            .call("session.create", p -> p.put("language", "python").put("detached", true))
            .result()
            .get("sessionId")
            .asText();
    client.execute(session, "block");
    RpcClient other = connection();
    await().until(() -> state(other, session).equals("busy"));

    client.abort();
    await()
        .during(java.time.Duration.ofMillis(300))
        .until(() -> state(other, session).equals("busy"));
    other.call("session.cancel", p -> p.put("sessionId", session)).result();
    other.close();
  }

  private static String state(RpcClient client, String session) {
    return client
        .call("session.get", p -> p.put("sessionId", session))
        .result()
        .get("state")
        .asText();
  }

  @Test
  void aSlowReaderIsToldWhatItMissed() {
    String session = client.session("python");
    client.pause();
    client.execute(session, "flood 30000", p -> p.put("stream", true));
    RpcClient other = connection();
    await()
        .atMost(java.time.Duration.ofSeconds(30))
        .until(() -> state(other, session).equals("active"));
    client.resume();

    await()
        .atMost(java.time.Duration.ofSeconds(30))
        .until(() -> client.messages().getLast().path("result").has("outcome"));
    long dropped = 0;
    long received = 0;
    for (JsonNode message : client.messages()) {
      dropped += message.at("/params/bytes").asLong();
      received += message.at("/params/data").asText().length();
    }
    assertThat(dropped).isPositive();
    assertThat(dropped + received).isEqualTo(30_000_000);
    other.close();
  }

  @Test
  void anAnswerHoldsHeadAndTailOfTooMuchOutput() {
    JsonNode ran =
        client.execute(client.session("python"), "print head\nflood 50\nprint tail").result();

    assertThat(ran.get("truncated").asBoolean()).isTrue();
    assertThat(ran.get("stdout").asText())
        .startsWith("head\n")
        .endsWith("tail\n")
        .contains("left out");
    assertThat(ran.at("/truncation/stdout/bytes").asInt()).isEqualTo(50_010);
  }

  @Test
  void filesAreWrittenReadListedMovedAndDeleted() {
    String s = client.session("python");
    assertThat(
            client
                .command(
                    s, c -> c.put("type", "write_file").put("path", "d/a.txt").put("content", "é"))
                .result()
                .get("bytes")
                .asInt())
        .isEqualTo(2);
    client
        .command(s, c -> c.put("type", "append_file").put("path", "d/a.txt").put("content", "!"))
        .result();
    JsonNode read =
        client
            .command(s, c -> c.put("type", "read_file").put("path", "/workspace/d/a.txt"))
            .result();
    assertThat(read.get("content").asText()).isEqualTo("é!");
    client
        .command(s, c -> c.put("type", "copy_file").put("from", "d/a.txt").put("to", "b.txt"))
        .result();
    client
        .command(s, c -> c.put("type", "move_file").put("from", "b.txt").put("to", "e/c.txt"))
        .result();
    client.command(s, c -> c.put("type", "create_directory").put("path", "x/y")).result();
    JsonNode listed =
        client.command(s, c -> c.put("type", "list_directory").put("recursive", true)).result();
    assertThat(listed.get("entries").findValuesAsText("path"))
        .containsExactly("d", "d/a.txt", "e", "e/c.txt", "x", "x/y");
    client
        .command(s, c -> c.put("type", "delete_file").put("path", "d").put("recursive", true))
        .result();
    assertThat(
            client.command(s, c -> c.put("type", "read_file").put("path", "d/a.txt")).errorName())
        .isEqualTo("FILE_NOT_FOUND");
    assertThat(client.command(s, c -> c.put("type", "read_file").put("path", "../x")).errorName())
        .isEqualTo("WORKSPACE_ESCAPE");
  }

  @Test
  void aProgramOfItsOwnNeedsNoSession() {
    JsonNode ran =
        client
            .call(
                "execution.run",
                p -> {
                  p.put("language", "javascript").put("code", "args\nenv WHO\ncat");
                  p.putArray("args").add("a").add("b");
                  p.putObject("env").put("WHO", "me");
                  p.put("stdin", "in");
                })
            .result();

    assertThat(ran.get("stdout").asText()).isEqualTo("a b\nme\nin");
    assertThat(client.call("session.list").result().get("sessions"))
        .noneMatch(session -> session.get("language").asText().equals("javascript"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "session.create | {} | INVALID_PARAMS | language",
        "session.create | {\"language\": 3} | INVALID_PARAMS | language",
        "session.create | {\"language\": \"klingon\"} | LANGUAGE_UNKNOWN | language",
        "session.create | {\"language\": \"python\", \"runtime\": \"x\"} | RUNTIME_UNKNOWN |"
            + " runtime",
        "session.create | {\"language\": \"python\", \"runtime\": \"absent\"} | RUNTIME_UNAVAILABLE"
            + " | runtime",
        "session.create | {\"language\": \"python\", \"preference\": \"fast\"} | INVALID_PARAMS |"
            + " preference",
        "session.create | {\"language\": \"python\", \"limits\": {\"wallMs\": 99999999}} |"
            + " LIMIT_TOO_HIGH | limits.wallMs",
        "session.create | {\"language\": \"python\", \"limits\": {\"wallMs\": -1}} | INVALID_PARAMS"
            + " | limits.wallMs",
        "session.create | {\"language\": \"python\", \"limits\": {\"wallMs\": \"1\"}} |"
            + " INVALID_PARAMS | limits.wallMs",
        "session.create | {\"language\": \"python\", \"limits\": {\"time\": 1}} | INVALID_PARAMS |"
            + " limits.time",
        "session.create | {\"language\": \"python\", \"colour\": 1} | INVALID_PARAMS | colour",
        "session.get | {\"sessionId\": \"nope\"} | SESSION_NOT_FOUND | sessionId",
        "session.get | {\"sessionId\": \"../etc\"} | SESSION_NOT_FOUND | sessionId",
        "session.execute | {\"sessionId\": \"a\"} | INVALID_PARAMS | command",
        "session.execute | {\"sessionId\": \"a\", \"command\": {}} | INVALID_PARAMS | command.type",
        "session.execute | {\"sessionId\": \"a\", \"command\": {\"type\": \"x\"}} | INVALID_PARAMS"
            + " | command.type",
        "session.execute | {\"sessionId\": \"a\", \"command\": {\"type\": \"execute\"}} |"
            + " INVALID_PARAMS | command.code",
        "session.execute | {\"sessionId\": \"a\", \"command\": {\"type\": \"execute\", \"code\":"
            + " \"\", \"args\": [1]}} | INVALID_PARAMS | command.args[0]",
        "session.execute | {\"sessionId\": \"a\", \"command\": {\"type\": \"execute\", \"code\":"
            + " \"\", \"context\": \"a b\"}} | INVALID_PARAMS | command.context",
        "session.execute | {\"sessionId\": \"a\", \"command\": {\"type\": \"write_file\", \"path\":"
            + " \"/etc/passwd\", \"content\": \"\"}} | WORKSPACE_ESCAPE | command.path",
        "session.execute | {\"sessionId\": \"a\", \"command\": {\"type\": \"write_file\", \"path\":"
            + " \"a\", \"content\": \"?\", \"encoding\": \"base64\"}} | INVALID_PARAMS |"
            + " command.content",
        "execution.run | {\"language\": \"python\", \"code\": \"\", \"files\": {\"../a\": \"\"}} |"
            + " WORKSPACE_ESCAPE | files.../a",
      })
  void badInputIsToldFieldAndFix(String method, String params, String error, String field)
      throws Exception {
    JsonNode parsed = new com.fasterxml.jackson.databind.ObjectMapper().readTree(params);
    JsonNode answer =
        client
            .call(method, p -> parsed.properties().forEach(e -> p.set(e.getKey(), e.getValue())))
            .error();

    assertThat(answer.at("/data/error").asText()).as(answer.toString()).isEqualTo(error);
    assertThat(answer.at("/data/field").asText()).as(answer.toString()).isEqualTo(field);
    assertThat(answer.at("/data/fix").asText()).as(answer.toString()).isNotEmpty();
  }
}
