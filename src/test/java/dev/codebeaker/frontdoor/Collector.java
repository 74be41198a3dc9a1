package dev.codebeaker.frontdoor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.testing.ObservingTool;
import dev.codebeaker.testing.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A real OpenTelemetry collector with the configuration that operators are given, and behind it a
 * second one that also writes the spans to a file.
 */
final class Collector implements AutoCloseable {
  private static final Path CONFIGURATION = Path.of("observability/otel-collector.yaml");

  private final Process process;
  private final Path file;
  private final int port;

  private Collector(Process process, Path file, int port) {
    this.process = process;
    this.file = file;
    this.port = port;
  }

  /** A span as the collector passed it on. */
  record Span(String trace, String id, String parent, String name, Map<String, String> attributes) {
    private static Span of(JsonNode node) {
      Map<String, String> attributes = new TreeMap<>();
      for (JsonNode attribute : node.path("attributes")) {
        attributes.put(attribute.path("key").asText(), value(attribute.path("value")));
      }
      return new Span(
          node.path("traceId").asText(),
          node.path("spanId").asText(),
          node.path("parentSpanId").asText(),
          node.path("name").asText(),
          attributes);
    }

    private static String value(JsonNode value) {
      return value.has("stringValue") ? value.path("stringValue").asText() : value.toString();
    }
  }

  static Collector start() throws IOException {
    Path directory = Files.createTempDirectory("codebeaker-collector");
    Path file = directory.resolve("spans.json");
    Path more = directory.resolve("more.yaml");
    Files.writeString(
        more,
        """
        exporters:
          file:
            path: %s
            flush_interval: 100ms
        service:
          telemetry: {metrics: {level: none}}
          pipelines:
            traces:
              exporters: [debug, file]
        """
            .formatted(file));
    int port = Ports.free();
    Process process =
        ObservingTool.COLLECTOR.start(
            directory.resolve("collector.log"),
            Map.of("OTLP_LISTEN", "127.0.0.1:" + port),
            "--config=" + CONFIGURATION,
            "--config=" + more);
    return new Collector(process, file, port);
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Everything it was told, as text. */
  String text() throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  List<Span> trace(String id) throws IOException {
    return text()
        .lines()
        .flatMap(line -> read(line).stream())
        .flatMap(line -> list(line.path("resourceSpans")))
        .flatMap(resource -> list(resource.path("scopeSpans")))
        .flatMap(scope -> list(scope.path("spans")))
        .map(Span::of)
        .filter(span -> span.trace().equals(id))
        .toList();
  }

  /** The last line may be half written. */
  private static Optional<JsonNode> read(String line) {
    try {
      return Optional.of(PackagedService.JSON.readTree(line));
    } catch (IOException unfinished) {
      return Optional.empty();
    }
  }

  private static Stream<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
