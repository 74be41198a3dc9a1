package dev.codebeaker.lifecycle;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.testing.PackagedProgram;
import dev.codebeaker.testing.Ports;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service, told to stop. */
class ShutdownIT {
  /** {@code (module (memory (export "memory") 1) (func (export "_start") (loop (br 0))))}. */
  private static final String LOOP =
      "AGFzbQEAAAABBAFgAAADAgEABQMBAAEHEwIGbWVtb3J5AgAGX3N0YXJ0AAAKCQEHAANADAALCw==";

  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();
  private Process service;
  private int port;

  @AfterEach
  void endTheService() {
    service.destroyForcibly();
    client.close();
  }

  @Test
  void whatRunsFinishesAndNewWorkIsRefused() throws Exception {
    start(Duration.ofSeconds(20));
    CompletableFuture<HttpResponse<String>> running = runLoop(Duration.ofSeconds(3));
    awaitRunning();

    service.destroy();
    await().until(() -> status("/q/health/ready") == 503);

    await()
        .untilAsserted(
            () -> {
              HttpResponse<String> refused = runLoop(Duration.ofSeconds(1)).get();
              assertThat(refused.statusCode()).isEqualTo(503);
              assertThat(refused.body()).contains("DRAINING");
            });
    assertThat(status("/q/health/live")).isEqualTo(200);
    assertThat(running.get().body()).contains("limit_exceeded");
    assertEndsWithNothingLeft();
  }

  @Test
  void whatOutlivesTheGraceIsCancelledAndItsClientTold() throws Exception {
    start(Duration.ofMillis(500));
    CompletableFuture<HttpResponse<String>> running = runLoop(Duration.ofSeconds(60));
    awaitRunning();

    service.destroy();

    assertThat(running.get().statusCode()).isEqualTo(200);
    assertThat(running.get().body()).contains("cancelled").contains(Drain.REASON);
    assertEndsWithNothingLeft();
  }

  @Test
  void openSocketsAreToldAndClosedAsByAServerThatGoesAway() throws Exception {
    start(Duration.ofSeconds(20));
    Ear ear = new Ear();
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://localhost:" + port + "/rpc"), ear)
            .get();
    socket.sendText("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.list\"}", true).get();
    await().until(() -> !ear.heard.isEmpty());

    service.destroy();

    assertThat(ear.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
    assertThat(ear.heard).anyMatch(text -> text.contains("server.draining"));
    assertEndsWithNothingLeft();
  }

  private void start(Duration grace) throws IOException {
    port = Ports.free();
    ProcessBuilder builder =
        new ProcessBuilder(PackagedProgram.command("serve", "--port", Integer.toString(port)));
    builder.environment().put("CODEBEAKER_WASM_ENGINE", "java");
    builder.environment().put("CODEBEAKER_DRAIN_BALANCER_DELAY", "500ms");
    builder.environment().put("CODEBEAKER_DRAIN_GRACE", grace.toMillis() + "ms");
    builder.environment().put("CODEBEAKER_WORKSPACE_STATE_DIRECTORY", state().toString());
    File log = directory.resolve("service.log").toFile();
    service = builder.redirectErrorStream(true).redirectOutput(log).start();
    await().atMost(Duration.ofSeconds(60)).until(() -> status("/q/health/started") == 200);
  }

  private CompletableFuture<HttpResponse<String>> runLoop(Duration wall) {
    String body =
        "{\"language\":\"wasm\",\"code\":\"%s\",\"limits\":{\"wallMs\":%d}}"
            .formatted(LOOP, wall.toMillis());
    return client.sendAsync(
        HttpRequest.newBuilder(uri("/api/run"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        ofString());
  }

  private void awaitRunning() {
    await().until(() -> get("/q/metrics").contains("codebeaker_queue_time_seconds_count{"));
  }

  private void assertEndsWithNothingLeft() throws Exception {
    assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(service.exitValue()).isZero();
    try (Stream<Path> left = Files.list(state())) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }

  private int status(String path) throws Exception {
    try {
      return client.send(HttpRequest.newBuilder(uri(path)).build(), ofString()).statusCode();
    } catch (ConnectException _) {
      return 0;
    }
  }

  private String get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), ofString()).body();
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  private Path state() {
    return directory.resolve("state");
  }

  /** Keeps what a socket hears, and the code it was closed with. */
  private static final class Ear implements WebSocket.Listener {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      heard.add(text.toString());
      return WebSocket.Listener.super.onText(socket, text, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return WebSocket.Listener.super.onClose(socket, code, reason);
    }
  }
}
