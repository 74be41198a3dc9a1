package dev.codebeaker.wire.websocket;

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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that has as many unanswered calls as it may. */
@QuarkusTest
@TestProfile(FakeServiceProfile.class)
class TooManyCallsTest {
  private static final int MOST = 50;
  private static final int SESSIONS = 2;

  @TestHTTPResource("/rpc")
  URI uri;

  private final List<RpcClient.Answer> waiting = new ArrayList<>();
  private final List<String> sessions = new ArrayList<>();
  private RpcClient client;
  private RpcClient other;

  @BeforeEach
  void takeAllThereIs() {
    client = connection();
    other = connection();
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(client.session("python"));
    }
    for (int i = 0; i < MOST; i++) {
      waiting.add(client.execute(sessions.get(i % SESSIONS), "block"));
    }
    sessions.forEach(session -> await().until(() -> queued(session) == MOST / SESSIONS - 1));
  }

  private int queued(String session) {
    return other
        .call("session.get", p -> p.put("sessionId", session))
        .result()
        .get("queued")
        .asInt();
  }

  @AfterEach
  void close() {
    sessions.forEach(this::cancel);
    sessions.forEach(
        session -> other.call("session.close", p -> p.put("sessionId", session)).result());
    client.close();
    other.close();
  }

  private RpcClient connection() {
    return RpcClient.connect(URI.create(uri.toString().replace("http:", "ws:")));
  }

  private void cancel(String session) {
    other.call("session.cancel", p -> p.put("sessionId", session)).result();
  }

  @Test
  void theClientIsToldWhichOfItsCallsIsRefused() {
    JsonNode error = client.call("session.list").error();

    assertThat(error.at("/data/error").asText()).isEqualTo("TOO_MANY_CALLS");
    assertThat(error.at("/data/retryable").asBoolean()).isTrue();
    assertThat(error.at("/data/fix").asText()).isNotEmpty();
  }

  @Test
  void anIdIsFoundBehindWhatOnlyLooksLikeOne() {
    client.send(
        "{\"params\":{\"id\":1,\"deep\":[{\"id\":2}],\"text\":\"\\\"id\\\":3 "
            + "x".repeat(500_000)
            + "\"},\"method\":\"session.list\",\"jsonrpc\":\"2.0\",\"id\":12345678901234567890}");

    assertThat(client.next().get("id").toString()).isEqualTo("12345678901234567890");
  }

  @Test
  void ofABatchEveryCallIsRefusedAndNoNotification() {
    client.send(
        "[{\"jsonrpc\":\"2.0\",\"method\":\"session.list\",\"id\":\"é\"},"
            + "{\"jsonrpc\":\"2.0\",\"method\":\"session.list\"},"
            + "{\"jsonrpc\":\"2.0\",\"method\":\"session.list\",\"id\":7}]");

    JsonNode answer = client.next();
    assertThat(answer.findValuesAsText("id")).containsExactly("é", "7");
    assertThat(answer.findValuesAsText("code")).containsOnly("-32006").hasSize(2);
  }

  @Test
  void aNotificationIsNotAnsweredAndWhatIsNoCallHasNoId() {
    client.send("{\"jsonrpc\":\"2.0\",\"method\":\"session.list\"}");
    client.send("{\"jsonrpc\":\"2.0\",\"method\":\"session.list\",\"id\":{\"id\":1}}");
    assertThat(client.next().get("id").isNull()).isTrue();
    client.send("{\"id\":1,");
    assertThat(client.next().get("id").isNull()).isTrue();
    client.send("[" + "{\"id\":1},".repeat(100) + "{\"id\":1}]");
    assertThat(client.next().get("id").isNull()).isTrue();
  }

  @Test
  void callsThatWereAcceptedAreAnsweredAndMakeRoom() {
    sessions.forEach(this::cancel);

    assertThat(waiting)
        .allSatisfy(
            answer -> assertThat(answer.result().get("outcome").asText()).isEqualTo("cancelled"));
    assertThat(client.call("session.list").result().get("sessions")).isNotEmpty();
  }
}
