package dev.codebeaker.wire.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.codebeaker.testing.FakeServiceProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(FakeServiceProfile.class)
class RestTest {
  @TestHTTPResource("/")
  URI uri;

  private static ValidatableResponse post(String path, String body) {
    return given().contentType(ContentType.JSON).body(body).post(path).then();
  }

  private static String session() {
    return post("/api/sessions", "{\"language\": \"python\"}")
        .statusCode(201)
        .extract()
        .path("sessionId");
  }

  @Test
  void aProgramIsRun() {
    post(
            "/api/run",
            """
            {"language": "python", "code": "print hi\\nargs\\nenv A\\ncat\\nexit 2",
             "args": ["x"], "env": {"A": "b"}, "stdin": "in",
             "files": {"f": "text", "g": {"content": "/w==", "encoding": "base64"}},
             "limits": {"wallMs": 1000}}
            """)
        .statusCode(200)
        .body("outcome", equalTo("exited"))
        .body("exitCode", equalTo(2))
        .body("stdout", equalTo("hi\nx\nb\nin"))
        .body("stderr", equalTo(""))
        .body("truncated", equalTo(false))
        .body("usage.wallMs", notNullValue())
        .body("runtime", equalTo("fake"));
  }

  @Test
  void whateverTheProgramDoesIsA200() {
    post("/api/run", "{\"language\": \"python\", \"code\": \"exceed WALL\"}")
        .statusCode(200)
        .body("outcome", equalTo("limit_exceeded"))
        .body("limit", equalTo("wall"))
        .body("exitCode", nullValue());
  }

  @Test
  void whatDoesNotCompileIsToldFromWhatFails() {
    post("/api/run", "{\"language\": \"python\", \"code\": \"misspell 1\"}")
        .statusCode(200)
        .body("outcome", equalTo("exited"))
        .body("phase", equalTo("compile"))
        .body("exitCode", equalTo(1));
    post("/api/run", "{\"language\": \"python\", \"code\": \"exit 1\"}")
        .body("exitCode", equalTo(1))
        .body("phase", nullValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | 400 | PARSE_ERROR | message",
        "[] | 400 | INVALID_PARAMS | params",
        "{} | 400 | INVALID_PARAMS | language",
        "{\"language\": \"python\"} | 400 | INVALID_PARAMS | code",
        "{\"language\": \"python\", \"code\": 1} | 400 | INVALID_PARAMS | code",
        "{\"language\": \"cobol\", \"code\": \"\"} | 422 | LANGUAGE_UNKNOWN | language",
        "{\"language\": \"python\", \"code\": \"\", \"x\": 1} | 400 | INVALID_PARAMS | x",
        "{\"language\": \"python\", \"code\": \"\", \"stream\": true} | 400 | INVALID_PARAMS |"
            + " stream",
        "{\"language\": \"python\", \"code\": \"\", \"runtime\": \"absent\"} | 503 |"
            + " RUNTIME_UNAVAILABLE | runtime",
        "{\"language\": \"python\", \"code\": \"\", \"files\": {\"../x\": \"\"}} | 400 |"
            + " WORKSPACE_ESCAPE | files.../x",
        "{\"language\": \"python\", \"code\": \"\", \"limits\": {\"memoryBytes\": 99999999999999}}"
            + " | 422 | LIMIT_TOO_HIGH | limits.memoryBytes",
      })
  void badInputIsAProblemWithFieldAndFix(String body, int status, String error, String field) {
    post("/api/run", body)
        .statusCode(status)
        .contentType("application/problem+json")
        .body("error", equalTo(error))
        .body("field", equalTo(field))
        .body("status", equalTo(status))
        .body("type", containsString("urn:codebeaker:error:"))
        .body("fix", notNullValue())
        .body("correlationId", notNullValue())
        .body("detail", not(containsString("Exception")));
  }

  @Test
  void knownValuesAreListed() {
    post("/api/run", "{\"language\": \"cobol\", \"code\": \"\"}").body("known", hasItem("python"));
  }

  @Test
  void whatHttpRefusesIsAProblemToo() {
    given().get("/api/nothing").then().statusCode(404).body("error", equalTo("METHOD_NOT_FOUND"));
    given().get("/api/run").then().statusCode(405).body("error", equalTo("METHOD_NOT_ALLOWED"));
    given()
        .contentType("text/plain")
        .body("x")
        .post("/api/run")
        .then()
        .statusCode(415)
        .body("error", equalTo("MEDIA_TYPE_UNSUPPORTED"));
    given()
        .accept("image/png")
        .get("/api/languages")
        .then()
        .statusCode(406)
        .body("error", equalTo("NOT_ACCEPTABLE"));
    given()
        .get("/api/sessions/nope")
        .then()
        .statusCode(404)
        .body("error", equalTo("SESSION_NOT_FOUND"));
  }

  @Test
  void aBodyThatIsTooLargeIsAProblem() {
    post("/api/run", "{\"language\": \"python\", \"code\": \"" + "x".repeat(1_100_000) + "\"}")
        .statusCode(413)
        .body("error", equalTo("TOO_LARGE"));
  }

  @Test
  void aBodyThatIsNoUtf8IsAProblem() {
    given()
        .contentType(ContentType.JSON)
        .body(new byte[] {'"', (byte) 0xff, '"'})
        .post("/api/run")
        .then()
        .statusCode(400)
        .body("error", equalTo("PARSE_ERROR"));
  }

  @Test
  void aSessionLivesFromPostToDelete() {
    String id = session();
    given().get("/api/sessions/" + id).then().body("state", equalTo("active"));
    given().get("/api/sessions").then().body("sessions.sessionId", hasItem(id));
    post(
            "/api/sessions/" + id + "/commands",
            "{\"command\": {\"type\": \"execute\", \"code\": \"turn\", \"context\": \"a\"}}")
        .statusCode(200)
        .body("stdout", equalTo("1\n"))
        .body("context.state", equalTo("kept"));
    given().delete("/api/sessions/" + id).then().statusCode(200).body("closed", equalTo(true));
    given().get("/api/sessions/" + id).then().statusCode(org.hamcrest.Matchers.oneOf(404, 410));
  }

  @Test
  void inputAndCancelReachWhatRuns() throws Exception {
    String id = session();
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(
            () ->
                post(
                        "/api/sessions/" + id + "/commands",
                        "{\"command\": {\"type\": \"execute\", \"code\": \"cat\\nblock\"}}")
                    .body("stdout", equalTo("hello"))
                    .body("outcome", equalTo("cancelled")));
    await().until(() -> state(id).equals("busy"));
    post("/api/sessions/" + id + "/input", "{\"data\": \"hello\", \"end\": true}").statusCode(200);
    given().post("/api/sessions/" + id + "/cancel").then().statusCode(415);
    post("/api/sessions/" + id + "/cancel", "{}").statusCode(200).body("cancelled", equalTo(1));
    running.join();
    assertThat(state(id)).isEqualTo("active");
  }

  private static String state(String id) {
    return given().get("/api/sessions/" + id).path("state");
  }

  @Test
  void eventsComeAsTheyHappen() throws Exception {
    List<String> lines = events(session(), "print a\\nshow <b>\\nexit 4");

    assertThat(lines.stream().filter(line -> line.startsWith("event:")))
        .containsExactly("event:started", "event:output", "event:display", "event:completed");
    assertThat(lines).anyMatch(line -> line.contains("\"exitCode\":4"));
    assertThat(events(session(), "fail")).contains("event:error");
  }

  private List<String> events(String session, String code) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve("/api/sessions/" + session + "/commands"))
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"command\": {\"type\": \"execute\", \"code\": \"" + code + "\"}}"))
            .build();
    HttpResponse<java.util.stream.Stream<String>> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body().toList();
  }

  @Test
  void aBadCommandForEventsIsAProblem() {
    given()
        .contentType(ContentType.JSON)
        .accept("text/event-stream")
        .body("{\"command\": {\"type\": \"nope\"}}")
        .post("/api/sessions/" + session() + "/commands")
        .then()
        .statusCode(400)
        .body(containsString("INVALID_PARAMS"));
  }

  @ParameterizedTest
  @CsvSource({"application/json", "text/event-stream"})
  void aClientThatHangsUpTakesItsExecutionWithIt(String accept) throws Exception {
    String id = session();
    String body = "{\"command\": {\"type\": \"execute\", \"code\": \"block\"}}";
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("POST /api/sessions/"
                      + id
                      + "/commands HTTP/1.1\r\nHost: x\r\nAccept: "
                      + accept
                      + "\r\nContent-Type: application/json\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes());
      await().until(() -> state(id).equals("busy"));
    }

    await().until(() -> state(id).equals("active"));
  }

  @Test
  void filesAreStreamedUpAndDown() {
    String files = "/api/sessions/" + session() + "/files/";
    byte[] content = new byte[5_000_000];
    new Random(3).nextBytes(content);
    given()
        .contentType("application/octet-stream")
        .body(content)
        .put(files + "deep/down/data.bin")
        .then()
        .statusCode(200)
        .body("bytes", equalTo(content.length));
    assertThat(given().get(files + "deep/down/data.bin").asByteArray()).isEqualTo(content);
    given().get(files + "deep").then().statusCode(409);
    given().get(files + "none").then().statusCode(404).body("error", equalTo("FILE_NOT_FOUND"));
    given().urlEncodingEnabled(false).get(files + "..%2f..%2fx").then().statusCode(400);
    given().delete(files + "deep").then().statusCode(409);
    given().delete(files + "deep?recursive=true").then().statusCode(200);
    given().get(files + "deep/down/data.bin").then().statusCode(404);
  }

  @Test
  void languagesAndRuntimesAreListed() {
    given().get("/api/languages").then().body("languages.name", hasItem("python"));
    given().get("/api/runtimes").then().body("runtimes.name", hasItem("fake"));
    given().get("/api/runtimes/versions").then().body("versions.runtime", hasItem("fake"));
    post("/api/runtimes/explain", "{\"language\": \"python\"}").body("winner", equalTo("fake"));
  }

  @Test
  void jsonRpcIsSpokenOverPostToo() {
    post("/rpc", "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.list\"}]")
        .statusCode(200)
        .body("[0].result.count", notNullValue());
    post("/rpc", "{\"jsonrpc\":\"2.0\",\"method\":\"session.list\"}").statusCode(204);
    post("/rpc", "{").statusCode(200).body("error.code", equalTo(-32700));
    post(
            "/rpc",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"execution.run\",\"params\":"
                + "{\"language\":\"python\",\"code\":\"\",\"stream\":true}}")
        .body("error.data.field", equalTo("stream"));
    post(
            "/rpc",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"execution.run\",\"params\":"
                + "{\"language\":\"python\",\"code\":\"print 1\"}}")
        .body("result.stdout", equalTo("1\n"));
  }

  @Test
  void theApiIsDocumentedWithExamples() {
    String document = given().get("/q/openapi").asString();
    assertThat(document).contains("/api/run", "ExecutionAnswer", "print(6 * 7)");
    given().get("/q/swagger-ui/").then().statusCode(200);
  }
}
