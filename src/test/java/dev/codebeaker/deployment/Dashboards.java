package dev.codebeaker.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What is in the dashboards and rules under {@code observability/}. */
public final class Dashboards {
  static final Path DIRECTORY = Path.of("observability/grafana/dashboards");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Names of metrics have an underscore; functions of the language that do are called. */
  private static final Pattern METRIC = Pattern.compile("\\b[a-z]+(?:_[a-z0-9]+)+\\b(?!\\()");

  private Dashboards() {}

  /** One picture, and what it asks Prometheus. */
  public record Panel(String dashboard, JsonNode node) {
    public String title() {
      return node.path("title").asText();
    }

    public List<String> queries() {
      return list(node.path("targets")).map(it -> it.path("expr").asText()).toList();
    }
  }

  static List<JsonNode> all() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      List<Path> sorted = files.sorted().toList();
      List<JsonNode> dashboards = new java.util.ArrayList<>();
      for (Path file : sorted) {
        dashboards.add(JSON.readTree(file.toFile()));
      }
      return dashboards;
    }
  }

  public static List<Panel> panels() throws IOException {
    return all().stream()
        .flatMap(
            board ->
                list(board.path("panels"))
                    .map(panel -> new Panel(board.path("title").asText(), panel)))
        .toList();
  }

  /** As Prometheus calls them. */
  public static Set<String> namesInRules() throws IOException {
    return Yaml.read(Path.of("observability/prometheus-rules.yaml")).items("groups").stream()
        .flatMap(group -> group.items("rules").stream())
        .flatMap(rule -> names(rule.text("expr")))
        .collect(Collectors.toSet());
  }

  /** The metrics that a query names. */
  static Stream<String> names(String query) {
    String bare = query.replaceAll("\"[^\"]*\"", "").replace("$__rate_interval", "");
    return METRIC.matcher(bare).results().map(MatchResult::group);
  }

  private static Stream<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
