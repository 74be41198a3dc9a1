package dev.codebeaker.wire.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codebeaker.testing.FakeServiceProfile;
import dev.codebeaker.testing.RpcClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The envelope: JSON-RPC 2.0's own examples and what is not JSON-RPC, over a real socket. */
@QuarkusTest
@TestProfile(FakeServiceProfile.class)
class JsonRpcTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/rpc")
  URI uri;

  private RpcClient client;

  @BeforeEach
  void connect() {
    client = RpcClient.connect(URI.create(uri.toString().replace("http:", "ws:")));
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private JsonNode answerTo(String text) {
    client.send(text);
    return client.next();
  }

  private static int code(JsonNode answer) {
    return answer.path("error").path("code").asInt();
  }

  @Test
  void aCallIsAnsweredUnderItsId() throws Exception {
    JsonNode answer =
        answerTo(
            "{\"jsonrpc\":\"2.0\",\"method\":\"session.get\",\"id\":17,"
                + "\"params\":{\"sessionId\":\"none\"}}");

    assertThat(answer.get("jsonrpc").asText()).isEqualTo("2.0");
    assertThat(answer.get("id")).isEqualTo(JSON.readTree("17"));
    assertThat(answer.has("error")).isTrue();
    assertThat(answer.has("result")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"a\"", "null", "1.5", "-3", "12345678901234567890"})
  void anyIdIsGivenBackAsItIs(String id) throws Exception {
    JsonNode answer =
        answerTo("{\"jsonrpc\":\"2.0\",\"method\":\"session.list\",\"id\":" + id + "}");

    assertThat(answer.get("id")).isEqualTo(JSON.readTree(id));
    assertThat(answer.has("result")).isTrue();
  }

  @Test
  void aMethodThatIsNotThereIsNotFound() {
    JsonNode answer = answerTo("{\"jsonrpc\": \"2.0\", \"method\": \"foobar\", \"id\": \"1\"}");

    assertThat(code(answer)).isEqualTo(-32601);
    assertThat(answer.get("id").asText()).isEqualTo("1");
    assertThat(answer.at("/error/data/error").asText()).isEqualTo("METHOD_NOT_FOUND");
    assertThat(answer.at("/error/data/known").toString()).contains("session.create");
  }

  @Test
  void whatIsNoJsonIsAParseErrorAndTheConnectionLivesOn() {
    JsonNode answer =
        answerTo("{\"jsonrpc\": \"2.0\", \"method\": \"foobar, \"params\": \"bar\", \"baz]");

    assertThat(code(answer)).isEqualTo(-32700);
    assertThat(answer.get("id").isNull()).isTrue();
    assertThat(client.call("session.list").result().has("count")).isTrue();
  }

  @Test
  void halfABatchIsAParseError() {
    JsonNode answer =
        answerTo(
            "[{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"id\": \"1\"},"
                + "{\"jsonrpc\": \"2.0\", \"method\"");

    assertThat(code(answer)).isEqualTo(-32700);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"jsonrpc\": \"2.0\", \"method\": 1, \"params\": \"bar\"} | -32600",
        "[] | -32600",
        "1 | -32600",
        "null | -32600",
        "\"text\" | -32600",
        "{} | -32600",
        "{\"method\": \"session.list\", \"id\": 1} | -32600",
        "{\"jsonrpc\": \"1.0\", \"method\": \"session.list\", \"id\": 1} | -32600",
        "{\"jsonrpc\": 2.0, \"method\": \"session.list\", \"id\": 1} | -32600",
        "{\"jsonrpc\": \"2.0\", \"method\": \"session.list\", \"id\": {}} | -32600",
        "{\"jsonrpc\": \"2.0\", \"method\": \"session.list\", \"id\": true} | -32600",
        "{\"jsonrpc\": \"2.0\", \"method\": \"session.list\", \"id\": 1, \"parms\": {}} | -32600",
        "{\"jsonrpc\": \"2.0\", \"method\": \"session.list\", \"id\": 1, \"params\": 3} | -32600",
        "{\"jsonrpc\": \"2.0\", \"method\": \"session.list\", \"id\": 1, \"params\": [1]} | -32602",
        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"id\": 2, \"method\": \"session.list\"} | -32700",
      })
  void whatIsNoRequestIsRefused(String text, int code) {
    JsonNode answer = answerTo(text);

    assertThat(code(answer)).as(answer.toString()).isEqualTo(code);
    assertThat(answer.at("/error/data/fix").isTextual()).isTrue();
    assertThat(answer.at("/error/data/correlationId").isTextual()).isTrue();
  }

  @Test
  void aBatchOfNonsenseIsAnsweredOneByOne() {
    JsonNode answers = answerTo("[1,2,3]");

    assertThat(answers).hasSize(3).allMatch(answer -> code(answer) == -32600);
  }

  @Test
  void aBatchIsAnsweredInOneMessageWithoutItsNotifications() {
    JsonNode answers =
        answerTo(
            """
            [
              {"jsonrpc": "2.0", "method": "session.list", "id": "1"},
              {"jsonrpc": "2.0", "method": "language.list"},
              {"foo": "boo"},
              {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
              {"jsonrpc": "2.0", "method": "runtime.list", "id": "9"}
            ]
            """);

    assertThat(answers).hasSize(4);
    assertThat(answers.findValuesAsText("id")).containsExactly("1", "null", "5", "9");
    assertThat(code(answers.get(1))).isEqualTo(-32600);
    assertThat(code(answers.get(2))).isEqualTo(-32601);
  }

  @Test
  void notificationsAreNotAnswered() {
    client.send("{\"jsonrpc\": \"2.0\", \"method\": \"session.list\"}");
    client.send("{\"jsonrpc\": \"2.0\", \"method\": \"foobar\"}");
    client.send("[{\"jsonrpc\": \"2.0\", \"method\": \"session.list\"}]");
    client.call("session.list").result();

    assertThat(client.messages()).hasSize(1);
  }

  @Test
  void aThousandNestedArraysAreAParseError() {
    assertThat(code(answerTo("[".repeat(1000) + "]".repeat(1000)))).isEqualTo(-32700);
    assertThat(client.isOpen()).isTrue();
  }

  @Test
  void aBinaryMessageIsRefusedAndTheConnectionLivesOn() {
    client.sendBytes(new byte[] {1, 2, 3});

    assertThat(client.next().at("/error/data/fix").asText()).contains("text messages");
    client.call("session.list").result();
  }

  @Test
  void aMessageThatIsTooLargeIsRefusedAndTheConnectionLivesOn() {
    client.send("{\"x\":\"" + "x".repeat(1_500_000) + "\"}");

    assertThat(client.next().at("/error/data/error").asText()).isEqualTo("TOO_LARGE");
    client.call("session.list").result();
  }
}
