package dev.codebeaker.deployment;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.docs.ConfigurationKeys;
import dev.codebeaker.telemetry.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each directory of manifests says what the service does. */
class KubernetesTest {
  private static final Duration RESERVE = Duration.ofSeconds(5);

  static List<Kustomization> all() {
    return Kustomization.all();
  }

  static Stream<Kustomization> complete() {
    return all().stream().filter(one -> one.terminationGrace().isPresent());
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatItIsMadeOfIsThere(Kustomization kustomization) {
    assertThat(kustomization.manifests()).allSatisfy(file -> assertThat(file).isRegularFile());
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyVariableItSetsIsAKeyOfTheConfiguration(Kustomization kustomization) {
    Set<String> known =
        keys()
            .map(ConfigurationKeys.Key::environmentVariable)
            .flatMap(Optional::stream)
            .collect(toSet());

    assertThat(kustomization.configuration().keySet()).isSubsetOf(known);
  }

  @ParameterizedTest
  @MethodSource("complete")
  void theDrainEndsBeforeKubernetesKills(Kustomization kustomization) throws IOException {
    Map<String, String> set = kustomization.configuration();
    Duration drain =
        keys()
            .filter(key -> key.name().startsWith("codebeaker.drain."))
            .map(
                key ->
                    set.getOrDefault(
                        key.environmentVariable().orElseThrow(), key.fallback().orElseThrow()))
            .map(KubernetesTest::duration)
            .reduce(frameworksOwn(), Duration::plus);

    assertThat(Duration.ofSeconds(kustomization.terminationGrace().orElseThrow()))
        .isGreaterThanOrEqualTo(drain.plus(RESERVE));
  }

  @Test
  void productionLetsTheLongestExecutionEnd() {
    Map<String, String> set =
        Kustomization.in(Path.of("kubernetes/overlays/production")).configuration();
    String longest =
        keys()
            .filter(key -> key.name().equals("codebeaker.limits.maximum.wall-ms"))
            .findAny()
            .flatMap(ConfigurationKeys.Key::fallback)
            .orElseThrow();

    assertThat(duration(set.get("CODEBEAKER_DRAIN_GRACE")))
        .isGreaterThanOrEqualTo(Duration.ofMillis(Long.parseLong(longest)));
  }

  @Test
  void theAutoscalerAsksForAMetricThatThereIs() throws IOException {
    Path component = Path.of("kubernetes/components/autoscaling-sessions");
    String asked =
        Yaml.read(component.resolve("adapter.yaml")).text("rules", "custom", 0, "name", "matches");

    assertThat(Files.readString(component.resolve("kustomization.yaml")))
        .contains("name: " + asked + "\n");
    assertThat(Arrays.stream(Metric.values()).map(Metric::prometheusName)).contains(asked);
  }

  private static Stream<ConfigurationKeys.Key> keys() {
    return ConfigurationKeys.groups().stream().flatMap(group -> group.keys().stream());
  }

  private static Duration frameworksOwn() throws IOException {
    Properties properties = new Properties();
    try (var reader =
        Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
      properties.load(reader);
    }
    return duration(properties.getProperty("quarkus.shutdown.timeout"));
  }

  private static Duration duration(String text) {
    return Duration.parse("PT" + text);
  }
}
