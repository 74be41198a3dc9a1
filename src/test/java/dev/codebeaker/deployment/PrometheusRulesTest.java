package dev.codebeaker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.telemetry.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules name what the service measures. */
class PrometheusRulesTest {
  private static final Path RULES = Path.of("observability/prometheus-rules.yaml");
  private static final Pattern METRIC = Pattern.compile("\\bcodebeaker_[a-z_]+");
  private static final Pattern CODES = Pattern.compile("code=~\"([A-Z_|]+)\"");

  private List<String> expressions;

  @BeforeEach
  void readTheRules() throws IOException {
    expressions =
        Yaml.read(RULES).items("groups").stream()
            .flatMap(group -> group.items("rules").stream())
            .map(rule -> rule.text("expr"))
            .toList();
  }

  @Test
  void everyMetricExists() {
    List<String> known = Arrays.stream(Metric.values()).map(Metric::prometheusName).toList();

    assertThat(found(METRIC).map(MatchResult::group).map(PrometheusRulesTest::family))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(known).contains(name));
  }

  @Test
  void everyErrorCodeExists() {
    assertThat(found(CODES).flatMap(match -> Arrays.stream(match.group(1).split("\\|"))))
        .isNotEmpty()
        .allSatisfy(code -> assertThat(ErrorCode.valueOf(code)).isNotNull());
  }

  private java.util.stream.Stream<MatchResult> found(Pattern pattern) {
    return expressions.stream().flatMap(text -> pattern.matcher(text).results());
  }

  private static String family(String name) {
    return name.replaceAll("_seconds_(bucket|count|sum|max)$", "_seconds");
  }
}
