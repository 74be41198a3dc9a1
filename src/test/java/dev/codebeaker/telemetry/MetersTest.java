package dev.codebeaker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Meters meters = new Meters(registry);

  @ParameterizedTest
  @EnumSource
  void everyMetricIsCalledInPrometheusWhatItSays(Metric metric) {
    String[] labels = metric.labels().toArray(String[]::new);
    switch (metric.kind()) {
      case COUNTER -> meters.count(metric, labels);
      case TIMER -> meters.time(metric, Duration.ofMillis(3), labels);
      case GAUGE -> meters.watch(metric, () -> 1, labels);
    }

    assertThat(registry.scrape()).contains("# TYPE " + metric.prometheusName() + " ");
  }

  @Test
  void aTimerHasBuckets() {
    meters.time(Metric.QUEUE_TIME, Duration.ofMillis(3), "wasm");

    assertThat(registry.scrape())
        .contains("codebeaker_queue_time_seconds_bucket{runtime=\"wasm\",le=\"0.005\",} 1.0");
  }

  @Test
  void labelsThatTheMetricDoesNotHaveAreRefused() {
    assertThatThrownBy(() -> meters.count(Metric.REJECTED, "a", "b"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
