package dev.codebeaker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the compose file names is there. */
class ComposeTest {
  private static final Path DIRECTORY = Path.of("observability");

  /** {@code http://jaeger:16686}, or {@code codebeaker:8080} in a list of targets. */
  private static final Pattern PLACE = Pattern.compile("([a-z][a-z-]+):(\\d{4,5})\\b");

  private Map<?, ?> services;

  @BeforeEach
  void read() throws IOException {
    services = (Map<?, ?>) Yaml.read(DIRECTORY.resolve("compose.yaml")).at("services").value();
  }

  @Test
  void everyMountedFileIsThere() {
    assertThat(texts("volumes"))
        .isNotEmpty()
        .allSatisfy(
            mount ->
                assertThat(DIRECTORY.resolve(mount.split(":")[0]))
                    .as(mount)
                    .satisfies(path -> assertThat(Files.exists(path)).isTrue()));
  }

  @Test
  void whatIsBuiltHasItsRecipe() {
    Yaml build = new Yaml(services).at("codebeaker", "build");

    assertThat(DIRECTORY.resolve(build.text("context")).resolve(build.text("dockerfile")))
        .isRegularFile();
  }

  @Test
  void everyImageOfOthersHasAVersion() {
    services.forEach(
        (name, service) -> {
          if (!((Map<?, ?>) service).containsKey("build")) {
            assertThat(new Yaml(service).text("image")).matches(".+:v?\\d+\\.\\d+\\.\\d+");
          }
        });
  }

  @Test
  void everyServiceThatIsSpokenToIsThere() throws IOException {
    List<String> hosts = new ArrayList<>(texts("depends_on"));
    for (String file :
        List.of(
            "compose.yaml",
            "prometheus.yaml",
            "otel-collector-jaeger.yaml",
            "grafana/provisioning/datasources/datasources.yaml")) {
      PLACE
          .matcher(withoutComments(DIRECTORY.resolve(file)))
          .results()
          .map(MatchResult::group)
          .map(place -> place.split(":")[0])
          .forEach(hosts::add);
    }

    assertThat(hosts)
        .contains("prometheus", "jaeger", "otel-collector", "codebeaker")
        .allSatisfy(host -> assertThat(services.containsKey(host)).as(host).isTrue());
  }

  private static String withoutComments(Path file) throws IOException {
    return Files.readString(file).replaceAll("(?m)^\\s*#.*$", "");
  }

  private List<String> texts(String key) {
    return services.values().stream()
        .filter(service -> ((Map<?, ?>) service).containsKey(key))
        .flatMap(service -> new Yaml(service).items(key).stream())
        .map(item -> item.value().toString())
        .toList();
  }
}
