package dev.codebeaker.frontdoor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.frontdoor.PackagedService.Reply;
import dev.codebeaker.testing.RpcClient;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong: each is told what, where and what to do, and the service lives on. */
class BadInputIT {
  private final PackagedService service = Native.service();

  @AfterEach
  void theServiceIsWell() {
    assertThat(service.run("javascript", "console.log(42)").text("stdout")).isEqualTo("42\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "LANGUAGE_UNKNOWN | language | {'language': 'cobol', 'code': '1'}",
        "RUNTIME_UNKNOWN | runtime | {'language': 'python', 'code': '1', 'runtime': 'vm'}",
        "INVALID_PARAMS | language | {'code': '1'}",
        "INVALID_PARAMS | code | {'language': 'python'}",
        "INVALID_PARAMS | language | {'language': 5, 'code': '1'}",
        "INVALID_PARAMS | code | {'language': 'python', 'code': ['1']}",
        "INVALID_PARAMS | args | {'language': 'python', 'code': '1', 'args': 'x'}",
        "INVALID_PARAMS | args | {'language': 'python', 'code': '1', 'args': ['a\\u0000b']}",
        "INVALID_PARAMS | env | {'language': 'python', 'code': '1', 'env': {'A=B': 'x'}}",
        "INVALID_PARAMS | code | {'language': 'python', 'code': '\\ud800'}",
        "INVALID_PARAMS | nonsense | {'language': 'python', 'code': '1', 'nonsense': 1}",
        "INVALID_PARAMS | limits.wallMs | {'language': 'python', 'code': '', 'limits': {'wallMs':"
            + " -1}}",
        "LIMIT_TOO_HIGH | limits.wallMs | {'language': 'python', 'code': '', 'limits': {'wallMs':"
            + " 1000000000}}",
        "WORKSPACE_ESCAPE | files.../x | {'language': 'python', 'code': '1', 'files': {'../x':"
            + " 'y'}}",
        "WORKSPACE_ESCAPE | files./etc/x | {'language': 'python', 'code': '1', 'files': {'/etc/x':"
            + " 'y'}}",
        "TEMPLATE_UNKNOWN | template | {'language': 'python', 'code': '1', 'template': 'x'}",
        "MODULE_INVALID | code | {'language': 'wasm', 'code': '!!!'}",
        "MODULE_INVALID | code | {'language': 'wasm', 'code': 'AGFzbQEAAAD/'}",
        "PARSE_ERROR | message | {'a':",
      })
  void errorsNameTheirCodeFieldAndFix(String error, String field, String body) {
    assertRefused(service.send("POST", "/api/run", body.replace('\'', '"')), error, field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "nostart"})
  void modulesThatCanNotBeRunAreRefused(String module) throws Exception {
    assertRefused(service.run("wasm", Modules.module(module)), "MODULE_INVALID", "code");
  }

  @Test
  void aThousandNestedArraysAreRefused() {
    Reply reply = service.send("POST", "/api/run", "[".repeat(1000) + "]".repeat(1000));

    assertThat(reply.text("error")).isEqualTo("PARSE_ERROR");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] bytes = "{\"language\":\"python\",\"code\":\"\u00ff\u00fe\"}".getBytes(ISO_8859_1);

    assertRefused(
        service.send("POST", "/api/run", BodyPublishers.ofByteArray(bytes)),
        "PARSE_ERROR",
        "message");
  }

  @Test
  void unknownAndClosedSessionsAreToldApart() {
    assertRefused(service.send("GET", "/api/sessions/none", ""), "SESSION_NOT_FOUND", "sessionId");
    try (RpcClient client = service.connect()) {
      String session = client.session("python");
      client.call("session.close", params -> params.put("sessionId", session)).result();

      assertThat(client.execute(session, "1").errorName()).isEqualTo("SESSION_CLOSED");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%2fetc%2fpasswd", "a%00b", "a%2f..%2f..%2fb"})
  void filesOutsideTheWorkspaceAreOutOfReach(String path) {
    try (RpcClient client = service.connect()) {
      String files = "/api/sessions/" + client.session("python") + "/files/";

      assertRefused(service.send("GET", files + path, ""), "WORKSPACE_ESCAPE", "path");
    }
  }

  @Test
  void badFramesLeaveTheConnectionOpen() {
    try (RpcClient client = service.connect()) {
      client.send("{\"a\":");
      assertThat(client.next().at("/error/data/error").asText()).isEqualTo("PARSE_ERROR");
      client.send("[".repeat(1000) + "]".repeat(1000));
      assertThat(client.next().at("/error/data/error").asText()).isEqualTo("PARSE_ERROR");
      client.sendBytes(new byte[] {0, 1, 2});
      assertThat(client.next().has("error")).isTrue();

      assertThat(client.call("session.list").result().has("count")).isTrue();
    }
  }

  private static void assertRefused(Reply reply, String error, String field) {
    assertThat(reply.status()).isBetween(400, 499);
    assertThat(reply.text("error")).as("%s", reply.body()).isEqualTo(error);
    assertThat(reply.text("field")).as("%s", reply.body()).isEqualTo(field);
    assertThat(reply.text("fix")).isNotEmpty();
  }
}
