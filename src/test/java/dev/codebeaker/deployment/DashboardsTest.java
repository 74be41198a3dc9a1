package dev.codebeaker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.telemetry.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Grafana finds the dashboards, and they name what there is; a real Prometheus is asked elsewhere.
 */
class DashboardsTest {
  private static final Path PROVISIONING = Path.of("observability/grafana/provisioning");

  @Test
  void everyMetricOfTheServiceInThemExists() throws IOException {
    List<String> known = Arrays.stream(Metric.values()).map(Metric::prometheusName).toList();

    assertThat(Dashboards.panels())
        .flatExtracting(Dashboards.Panel::queries)
        .flatExtracting(query -> Dashboards.names(query).toList())
        .map(Object::toString)
        .filteredOn(name -> name.startsWith("codebeaker_"))
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(known).contains(name.replaceAll("_(bucket|count|sum)$", "")));
  }

  @Test
  void everyMetricOfTheServiceIsInOne() throws IOException {
    List<String> queries =
        Dashboards.panels().stream().flatMap(panel -> panel.queries().stream()).toList();

    assertThat(Metric.values())
        .allSatisfy(
            metric ->
                assertThat(queries).anyMatch(query -> query.contains(metric.prometheusName())));
  }

  @Test
  void everyPanelSaysWhatItShowsAndAsksTheProvisionedSource() throws IOException {
    List<String> sources =
        Yaml.read(PROVISIONING.resolve("datasources/datasources.yaml"))
            .items("datasources")
            .stream()
            .map(source -> source.text("uid"))
            .toList();

    assertThat(Dashboards.panels())
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              assertThat(panel.title()).isNotEmpty();
              assertThat(panel.node().path("description").asText()).isNotEmpty();
              assertThat(panel.node().at("/fieldConfig/defaults/unit").asText()).isNotEmpty();
              assertThat(sources).contains(panel.node().at("/datasource/uid").asText());
            });
  }

  @Test
  void eachHasANameOfItsOwn() throws IOException {
    List<JsonNode> all = Dashboards.all();

    assertThat(all).extracting(board -> board.path("uid").asText()).doesNotHaveDuplicates();
    assertThat(all).extracting(board -> board.path("title").asText()).doesNotHaveDuplicates();
  }
}
