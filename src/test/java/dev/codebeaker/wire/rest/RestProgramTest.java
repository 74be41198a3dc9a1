package dev.codebeaker.wire.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import dev.codebeaker.testing.FakeServiceProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs, shells, terminals and signals, over REST. */
@QuarkusTest
@TestProfile(FakeServiceProfile.class)
class RestProgramTest {
  private static final String ON_TERMINAL =
      """
      {"command": {"type": "shell", "command": "cat", "tty": {"cols": 80, "rows": 24}}}
      """;

  private static ValidatableResponse post(String path, String body) {
    return given().contentType(ContentType.JSON).body(body).post(path).then();
  }

  private static String session() {
    return post("/api/sessions", Examples.SESSION_SHELL)
        .statusCode(201)
        .extract()
        .path("sessionId");
  }

  private static String state(String id) {
    return given().get("/api/sessions/" + id).path("state");
  }

  @Test
  void aShellNeedsNoSession() {
    post(
            "/api/run",
            """
            {"language": "python", "command": {"type": "shell", "command": "how\\ncat",
             "stdin": "in", "tty": {"cols": 80, "rows": 24}}}
            """)
        .statusCode(200)
        .body("stdout", equalTo("shell in /workspace, 80x24\nin"))
        .body("outcome", equalTo("exited"));
  }

  @Test
  void signalAndSizeReachWhatRuns() {
    String path = "/api/sessions/" + session();
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(
            () ->
                post(path + "/commands", ON_TERMINAL)
                    .statusCode(200)
                    .body("stdout", equalTo("<INT><120x40>a")));
    await().until(() -> given().get(path).path("state").equals("busy"));
    post(path + "/signal", Examples.SIGNAL).statusCode(200).body("accepted", equalTo(true));
    post(path + "/resize", Examples.RESIZE).statusCode(200).body("accepted", equalTo(true));
    post(path + "/input", "{\"data\": \"a\", \"end\": true}").statusCode(200);
    running.join();
  }

  @Test
  void aSignalMayEndIt() {
    String id = session();
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(
            () ->
                post(
                        "/api/sessions/" + id + "/commands",
                        "{\"command\": {\"type\": \"program\", \"program\": \"block\"}}")
                    .body("outcome", equalTo("signalled"))
                    .body("signal", equalTo("SIGTERM")));
    await().until(() -> state(id).equals("busy"));
    post("/api/sessions/" + id + "/signal", "{\"signal\": \"SIGTERM\"}").statusCode(200);
    running.join();
    assertThat(state(id)).isEqualTo("active");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "signal | {} | 400 | INVALID_PARAMS | signal",
        "signal | {'signal': 'NOPE'} | 400 | INVALID_PARAMS | signal",
        "signal | {'signal': 'INT'} | 404 | EXECUTION_NOT_FOUND | executionId",
        "resize | {'cols': 80, 'rows': 0} | 400 | INVALID_PARAMS | rows",
        "resize | {'cols': 80, 'rows': 24, 'x': 1} | 400 | INVALID_PARAMS | x",
        "resize | {'cols': 80, 'rows': 24} | 404 | EXECUTION_NOT_FOUND | executionId",
      })
  void badInputIsAProblemWithFieldAndFix(
      String what, String body, int status, String error, String field) {
    post("/api/sessions/" + session() + "/" + what, body.replace('\'', '"'))
        .statusCode(status)
        .body("error", equalTo(error))
        .body("field", equalTo(field))
        .body("fix", notNullValue());
  }

  @Test
  void anotherSessionDoesNotExist() {
    post("/api/sessions/nope/signal", Examples.SIGNAL).statusCode(404);
    post("/api/sessions/nope/resize", Examples.RESIZE)
        .statusCode(404)
        .body("error", equalTo("SESSION_NOT_FOUND"));
  }

  @Test
  void onlyWhatHasATerminalIsResized() {
    String path = "/api/sessions/" + session();
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(
            () ->
                post(
                    path + "/commands",
                    "{\"command\": {\"type\": \"shell\", \"command\": \"block\"}}"));
    await().until(() -> given().get(path).path("state").equals("busy"));
    post(path + "/resize", Examples.RESIZE)
        .statusCode(400)
        .body("field", equalTo("executionId"))
        .body("fix", notNullValue());
    post(path + "/cancel", "{}").statusCode(200);
    running.join();
  }

  @Test
  void aRuntimeThatDoesNotOfferItIsRefused() {
    post(
            "/api/run",
            """
            {"language": "python", "runtime": "plain",
             "command": {"type": "shell", "command": "ls"}}
            """)
        .statusCode(422)
        .body("error", equalTo("NOT_SUPPORTED"))
        .body("field", equalTo("runtime"))
        .body("known", hasItems("fake"));
    post("/api/runtimes/explain", "{\"language\": \"python\", \"features\": [\"shell\"]}")
        .body("winner", equalTo("fake"))
        .body("rejected.obstacle", hasItems("feature"));
  }

  @Test
  void runtimesAreListedWithTheirDetails() {
    given()
        .get("/api/runtimes")
        .then()
        .body("runtimes.find { it.name == 'fake' }.details.jail", equalTo("paper"))
        .body("runtimes.find { it.name == 'fake' }.features", hasItems("shell", "terminal"));
  }

  @Test
  void readinessTellsTheDetails() {
    given()
        .get("/q/health/ready")
        .then()
        .body("checks.find { it.name == 'work' }.data.'fake.details.jail'", equalTo("paper"));
  }

  @ParameterizedTest
  @ValueSource(strings = {Examples.RUN_HELLO, Examples.RUN_EVERYTHING, Examples.RUN_SHELL})
  void theExamplesOfRunsAreTaken(String body) {
    post("/api/run", body).statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {Examples.TURN, Examples.WRITE_FILE, Examples.PROGRAM, Examples.SHELL})
  void theExamplesOfCommandsAreTaken(String body) {
    post("/api/sessions/" + session() + "/commands", body).statusCode(200);
  }
}
