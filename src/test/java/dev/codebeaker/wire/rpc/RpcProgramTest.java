package dev.codebeaker.wire.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codebeaker.testing.FakeServiceProfile;
import dev.codebeaker.testing.RpcClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs, shells, terminals and signals, over a real socket. */
@QuarkusTest
@TestProfile(FakeServiceProfile.class)
class RpcProgramTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/rpc")
  URI uri;

  private RpcClient client;
  private String session;

  @BeforeEach
  void connect() {
    client = RpcClient.connect(URI.create(uri.toString().replace("http:", "ws:")));
    session = client.session("python");
  }

  @AfterEach
  void disconnect() {
    client.call("session.close", p -> p.put("sessionId", session)).await();
    client.close();
  }

  private JsonNode ran(String command) {
    return client.command(session, c -> c.setAll(parsed(command))).result();
  }

  private static ObjectNode parsed(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private RpcClient.Answer inSession(String method, Consumer<ObjectNode> more) {
    return client.call(
        method,
        p -> {
          p.put("sessionId", session);
          more.accept(p);
        });
  }

  @Test
  void aProgramRunsWhereAndWithWhatItIsTold() {
    assertThat(
            ran("{\"type\": \"program\", \"program\": \"how\", \"directory\": \"src/c\"}")
                .get("stdout")
                .asText())
        .isEqualTo("program in /workspace/src/c, no terminal\n");
    JsonNode ran =
        ran(
            """
            {"type": "program", "program": "args\\nenv A\\ncat\\nexit 7", "args": ["x", "y"],
             "env": {"A": "b"}, "stdin": "in", "files": {"f.txt": "text"}}
            """);
    assertThat(ran.get("stdout").asText()).isEqualTo("x y\nb\nin");
    assertThat(ran.get("exitCode").asInt()).isEqualTo(7);
    assertThat(ran.has("context")).isFalse();
    assertThat(ran("{\"type\": \"read_file\", \"path\": \"f.txt\"}").get("content").asText())
        .isEqualTo("text");
  }

  @Test
  void aShellAndCodeCanHaveATerminal() {
    assertThat(
            ran("""
                    {"type": "shell", "command": "how", "stdin": "",
                     "tty": {"cols": 80, "rows": 24}}
                    """)
                .get("stdout")
                .asText())
        .isEqualTo("shell in /workspace, 80x24\n");
    assertThat(
            ran("{\"type\": \"execute\", \"code\": \"how\", \"tty\": {\"cols\": 1, \"rows\": 9}}")
                .get("stdout")
                .asText())
        .isEqualTo("execute in /workspace, 1x9\n");
  }

  @Test
  void inputSignalsAndSizesArriveInOrder() {
    RpcClient.Answer running =
        client.command(
            session,
            c ->
                c.setAll(
                    parsed(
                        """
                        {"type": "shell", "command": "cat", "tty": {"cols": 80, "rows": 24}}
                        """)));
    inSession("session.input", p -> p.put("data", "a"));
    inSession("session.signal", p -> p.put("signal", "SIGINT"));
    inSession("session.input", p -> p.put("data", "b"));
    inSession("session.resize", p -> p.put("cols", 100).put("rows", 40));
    RpcClient.Answer last = inSession("session.signal", p -> p.put("signal", "TERM"));
    inSession("session.input", p -> p.put("end", true)).result();

    assertThat(running.result().get("stdout").asText()).isEqualTo("a<INT>b<100x40><TERM>");
    assertThat(last.result().get("accepted").asBoolean()).isTrue();
    assertThat(last.result().get("sessionId").asText()).isEqualTo(session);
  }

  @Test
  void aSignalOvertakesWhatItEnds() {
    RpcClient.Answer running = client.execute(session, "block");
    RpcClient.Answer waiting = client.execute(session, "block", p -> p.put("stream", true));
    inSession("session.signal", p -> p.put("signal", "INT")).result();

    JsonNode ran = running.result();
    assertThat(ran.get("outcome").asText()).isEqualTo("signalled");
    assertThat(ran.get("signal").asText()).isEqualTo("SIGINT");
    String second = client.next().at("/params/executionId").asText();
    inSession("session.signal", p -> p.put("executionId", second).put("signal", "KILL")).result();
    assertThat(waiting.result().get("signal").asText()).isEqualTo("SIGKILL");
  }

  @Test
  void aShellNeedsNoSession() {
    JsonNode ran =
        client
            .call(
                "execution.run",
                p ->
                    p.setAll(
                        parsed(
                            """
                            {"language": "python", "command": {
                              "type": "shell", "command": "how\\nargs\\ncat", "args": ["x"],
                              "stdin": "in", "directory": "d"}}
                            """)))
            .result();
    assertThat(ran.get("stdout").asText()).isEqualTo("shell in /workspace/d, no terminal\nx\nin");
  }

  @Test
  void aRuntimeWithoutAShellIsRefusedOrPassedOver() {
    JsonNode refused =
        client
            .call(
                "session.create",
                p -> {
                  p.put("language", "python").put("runtime", "plain");
                  p.putArray("features").add("shell");
                })
            .error();
    assertThat(refused.at("/data/error").asText()).isEqualTo("NOT_SUPPORTED");
    assertThat(refused.at("/data/field").asText()).isEqualTo("runtime");
    assertThat(refused.at("/data/known").toString()).contains("fake").doesNotContain("plain");
    assertThat(refused.at("/message").asText()).contains("plain does not offer shell");

    JsonNode why =
        client
            .call(
                "runtime.explain",
                p -> p.put("language", "python").putArray("features").add("shell").add("terminal"))
            .result();
    assertThat(why.get("winner").asText()).isEqualTo("fake");
    assertThat(why.get("rejected").findValuesAsText("obstacle")).contains("feature");

    JsonNode run =
        client
            .call(
                "execution.run",
                p -> {
                  p.put("language", "python").put("runtime", "plain");
                  p.putObject("command").put("type", "program").put("program", "ls");
                })
            .error();
    assertThat(run.at("/data/error").asText()).isEqualTo("NOT_SUPPORTED");
    assertThat(run.at("/message").asText()).contains("programs");
  }

  @Test
  void whatRuntimesOfferAndEnforceIsListed() {
    JsonNode fake = client.call("runtime.list").result().at("/runtimes/1");
    assertThat(fake.get("features").toString()).contains("\"shell\"", "\"signals\"");
    assertThat(fake.get("enforcedLimits").toString()).contains("wallMs");
    assertThat(fake.at("/isolation/level").asText()).isEqualTo("wasm");
    assertThat(fake.at("/details/jail").asText()).isEqualTo("paper");
    assertThat(fake.at("/languages/0/availability/version").asText()).isEqualTo("fake 1");
    assertThat(fake.at("/languages/0/repl").toString()).isEqualTo("[\"fakepy\",\"-i\"]");
  }

  @Test
  void whatTheServerCanIsToldAtTheStart() {
    JsonNode can = client.call("initialize").result().get("capabilities");
    assertThat(can.get("commands").toString()).contains("\"program\"", "\"shell\"");
    assertThat(can.get("methods").toString()).contains("session.signal", "session.resize");
    assertThat(can.get("signals").asBoolean()).isTrue();
    assertThat(can.get("terminals").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "session.execute | {'command': {'type': 'program'}} | INVALID_PARAMS | command.program",
        "session.execute | {'command': {'type': 'program', 'program': ' '}} | INVALID_PARAMS |"
            + " command.program",
        "session.execute | {'command': {'type': 'program', 'program': 'a', 'code': 'b'}} |"
            + " INVALID_PARAMS | command.code",
        "session.execute | {'command': {'type': 'shell', 'program': 'ls'}} | INVALID_PARAMS |"
            + " command.program",
        "session.execute | {'command': {'type': 'shell', 'command': 3}} | INVALID_PARAMS |"
            + " command.command",
        "session.execute | {'command': {'type': 'shell', 'command': 'ls', 'directory': '/etc'}} |"
            + " WORKSPACE_ESCAPE | command.directory",
        "session.execute | {'command': {'type': 'shell', 'command': 'ls', 'tty': true}} |"
            + " INVALID_PARAMS | command.tty",
        "session.execute | {'command': {'type': 'shell', 'command': 'ls', 'tty': {'cols': 80}}} |"
            + " INVALID_PARAMS | command.tty.rows",
        "session.execute | {'command': {'type': 'shell', 'command': 'ls', 'tty': {'cols': 0,"
            + " 'rows': 1}}} | INVALID_PARAMS | command.tty.cols",
        "session.execute | {'command': {'type': 'shell', 'command': 'ls', 'tty': {'cols': 80,"
            + " 'rows': 10001}}} | INVALID_PARAMS | command.tty.rows",
        "session.execute | {'command': {'type': 'execute', 'code': 'x', 'context': 'c', 'tty':"
            + " {'cols': 80, 'rows': 24}}} | INVALID_PARAMS | command.tty",
        "session.execute | {'command': {'type': 'program', 'program': 'a\\u0000'}} |"
            + " INVALID_PARAMS | program",
        "session.signal | {} | INVALID_PARAMS | signal",
        "session.signal | {'signal': 'SIGFOO'} | INVALID_PARAMS | signal",
        "session.signal | {'signal': 2} | INVALID_PARAMS | signal",
        "session.signal | {'signal': 'INT', 'executionId': 'e'} | EXECUTION_NOT_FOUND |"
            + " executionId",
        "session.resize | {'cols': 80} | INVALID_PARAMS | rows",
        "session.resize | {'cols': 'a', 'rows': 1} | INVALID_PARAMS | cols",
        "session.resize | {'cols': 80, 'rows': 24} | EXECUTION_NOT_FOUND | executionId",
      })
  void badInputIsToldFieldAndFix(String method, String params, String error, String field) {
    JsonNode answer = inSession(method, p -> p.setAll(parsed(params.replace('\'', '"')))).error();
    expect(answer, error, field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "session.create | {'features': ['shell', 'wings']} | INVALID_PARAMS | features[1]",
        "session.create | {'features': 'shell'} | INVALID_PARAMS | features",
        "execution.run | {} | INVALID_PARAMS | code",
        "execution.run | {'code': '', 'command': {'type': 'shell', 'command': 'ls'}} |"
            + " INVALID_PARAMS | code",
        "execution.run | {'args': ['a'], 'command': {'type': 'shell', 'command': 'ls'}} |"
            + " INVALID_PARAMS | args",
        "execution.run | {'command': {'type': 'read_file', 'path': 'a'}} | INVALID_PARAMS |"
            + " command.type",
        "execution.run | {'command': {'type': 'shell', 'command': 'ls', 'stdinOpen': true}} |"
            + " INVALID_PARAMS | command.stdinOpen",
        "execution.run | {'command': {'type': 'execute', 'code': '', 'context': 'c'}} |"
            + " INVALID_PARAMS | command.context",
        "execution.run | {'command': 'ls'} | INVALID_PARAMS | command",
      })
  void badRunsAreToldFieldAndFix(String method, String params, String error, String field) {
    JsonNode answer =
        client
            .call(
                method, p -> p.put("language", "python").setAll(parsed(params.replace('\'', '"'))))
            .error();
    expect(answer, error, field);
  }

  private static void expect(JsonNode answer, String error, String field) {
    assertThat(answer.at("/data/error").asText()).as(answer.toString()).isEqualTo(error);
    assertThat(answer.at("/data/field").asText()).as(answer.toString()).isEqualTo(field);
    assertThat(answer.at("/data/fix").asText()).as(answer.toString()).isNotEmpty();
  }

  @Test
  void knownValuesAreListed() {
    JsonNode signal = inSession("session.signal", p -> p.put("signal", "FOO")).error();
    assertThat(signal.at("/data/known").toString()).contains("INT", "KILL", "WINCH");
    JsonNode feature =
        client
            .call(
                "session.create",
                p -> p.put("language", "python").putArray("features").add("wings"))
            .error();
    assertThat(feature.at("/data/known").toString()).contains("shell", "terminal", "signals");
  }
}
