package dev.codebeaker.frontdoor;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.testing.ObservingTool;
import dev.codebeaker.testing.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A real Prometheus that scrapes a service each second, with the rules made as quick. */
final class Prometheus implements AutoCloseable {
  private static final Path RULES = Path.of("observability/prometheus-rules.yaml");

  /** A rate needs two scrapes in it, and a scrape may come late on a busy machine. */
  static final String WINDOW = "10s";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private Prometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Prometheus scraping(PackagedService service) throws IOException {
    Path directory = Files.createTempDirectory("codebeaker-prometheus");
    Files.writeString(
        directory.resolve("rules.yaml"),
        Files.readString(RULES)
            .replaceAll("\\[\\d+m]", "[" + WINDOW + "]")
            .replaceAll("for: \\d+m", "for: 0s"));
    Path config = directory.resolve("prometheus.yaml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [rules.yaml]
        scrape_configs:
          - job_name: codebeaker
            metrics_path: /q/metrics
            static_configs: [{targets: ["%s"]}]
        """
            .formatted(service.address()));
    int port = Ports.free();
    Process process =
        ObservingTool.PROMETHEUS.start(
            directory.resolve("prometheus.log"),
            Map.of(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + directory.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port);
    return new Prometheus(process, port).ready();
  }

  private Prometheus ready() {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreException(ConnectException.class)
        .until(() -> get("/-/ready").statusCode() == 200);
    return this;
  }

  /** The series that a query comes to now. */
  List<JsonNode> query(String expression) throws IOException, InterruptedException {
    String text = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    JsonNode answer = PackagedService.JSON.readTree(get("/api/v1/query?query=" + text).body());
    if (!answer.path("status").asText().equals("success")) {
      throw new AssertionError(expression + ": " + answer);
    }
    return list(answer.path("data").path("result"));
  }

  /** Whether a query comes to at least one number. */
  boolean hasData(String expression) throws IOException, InterruptedException {
    return query(expression).stream()
        .anyMatch(series -> !series.path("value").path(1).asText().equals("NaN"));
  }

  /** The alerts that fire now. */
  Set<String> firing() throws IOException, InterruptedException {
    JsonNode answer = PackagedService.JSON.readTree(get("/api/v1/alerts").body());
    return list(answer.path("data").path("alerts")).stream()
        .filter(alert -> alert.path("state").asText().equals("firing"))
        .map(alert -> alert.path("labels").path("alertname").asText())
        .collect(Collectors.toSet());
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private java.net.http.HttpResponse<String> get(String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), ofString());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    client.close();
  }
}
