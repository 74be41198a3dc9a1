package dev.codebeaker.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.telemetry.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of metrics in the page for operators is what the service measures. */
class MetricsPageTest {
  private static final String REWRITE = "codebeaker.docs.rewrite";
  private static final Path PAGE = Path.of("docs/operations.md");
  private static final String BEGIN = "<!-- metrics -->\n";
  private static final String END = "<!-- end of metrics -->\n";

  @Test
  void everyMetricIsOnThePage() throws IOException {
    String page = Files.readString(PAGE);
    String expected = withTable(page);
    if (Boolean.getBoolean(REWRITE)) {
      Files.writeString(PAGE, expected);
      page = expected;
    }

    assertThat(page)
        .as("write it anew with: mvn test -Dtest=MetricsPageTest -D%s=true", REWRITE)
        .isEqualTo(expected);
  }

  private static String withTable(String page) {
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    return page.substring(0, begin) + table() + page.substring(page.indexOf(END));
  }

  private static String table() {
    return Arrays.stream(Metric.values())
        .map(MetricsPageTest::row)
        .collect(
            Collectors.joining("", "| metric | kind | labels | what |\n|---|---|---|---|\n", ""));
  }

  private static String row(Metric metric) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            metric.prometheusName(),
            kind(metric),
            metric.labels().stream().map(it -> "`" + it + "`").collect(Collectors.joining(", ")),
            metric.meaning());
  }

  private static String kind(Metric metric) {
    return switch (metric.kind()) {
      case COUNTER -> "counter";
      case TIMER -> "histogram, seconds";
      case GAUGE -> "gauge";
    };
  }
}
