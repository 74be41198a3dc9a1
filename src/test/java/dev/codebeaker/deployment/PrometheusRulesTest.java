package dev.codebeaker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.telemetry.Metric;
import dev.codebeaker.testing.ObservingTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules name what the service measures. */
class PrometheusRulesTest {
  private static final Path RULES = Path.of("observability/prometheus-rules.yaml");
  private static final Pattern METRIC = Pattern.compile("\\bcodebeaker_[a-z_]+");
  private static final Pattern CODES = Pattern.compile("code=~\"([A-Z_|]+)\"");

  private static final Path CASES = Path.of("observability/prometheus-rules-test.yaml");

  private List<String> expressions;
  private List<String> alerts;

  @BeforeEach
  void readTheRules() throws IOException {
    List<Yaml> rules =
        Yaml.read(RULES).items("groups").stream()
            .flatMap(group -> group.items("rules").stream())
            .toList();
    expressions = rules.stream().map(rule -> rule.text("expr")).toList();
    alerts =
        rules.stream().filter(rule -> rule.has("alert")).map(rule -> rule.text("alert")).toList();
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

  @Test
  void prometheusReadsThem() throws Exception {
    ObservingTool.Said said =
        ObservingTool.PROMTOOL.run(Path.of("."), "check", "rules", "" + RULES);

    assertThat(said.status()).as(said.text()).isZero();
  }

  @Test
  void everyAlertFiresAndKeepsSilentAsItsCasesSay() throws Exception {
    ObservingTool.Said said = ObservingTool.PROMTOOL.run(Path.of("."), "test", "rules", "" + CASES);

    assertThat(said.status()).as(said.text()).isZero();
  }

  @Test
  void everyAlertHasACaseInWhichItFiresAndOneInWhichItIsSilent() throws IOException {
    List<Yaml> checks =
        Yaml.read(CASES).items("tests").stream()
            .flatMap(one -> one.items("alert_rule_test").stream())
            .toList();

    assertThat(named(checks, true)).containsExactlyInAnyOrderElementsOf(alerts);
    assertThat(named(checks, false)).containsExactlyInAnyOrderElementsOf(alerts);
  }

  @Test
  void thePageSaysWhatToDoAboutEachAlert() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs/operations.md")).stream()
            .filter(line -> line.startsWith("| `CodeBeaker"))
            .flatMap(line -> Arrays.stream(line.split("\\|")[1].split(",")))
            .map(name -> name.replace("`", "").strip())
            .toList();

    assertThat(rows).containsExactlyInAnyOrderElementsOf(alerts);
  }

  private static Set<String> named(List<Yaml> checks, boolean firing) {
    return checks.stream()
        .filter(check -> check.items("exp_alerts").isEmpty() != firing)
        .map(check -> check.text("alertname"))
        .collect(Collectors.toSet());
  }

  private java.util.stream.Stream<MatchResult> found(Pattern pattern) {
    return expressions.stream().flatMap(text -> pattern.matcher(text).results());
  }

  private static String family(String name) {
    return name.replaceAll("_seconds_(bucket|count|sum|max)$", "_seconds");
  }
}
