package dev.codebeaker.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What the service tells about itself. Metrics are always served at {@code /q/metrics}. */
@ConfigMapping(prefix = "codebeaker.telemetry")
public interface TelemetryConfig {
  /**
   * Where spans are sent, by OTLP over gRPC: {@code http://collector:4317}. Where it is not set
   * nothing is recorded and nothing is sent; trace ids are still given and logged.
   */
  Optional<String> otlpEndpoint();

  /** Which share of the traces that begin here is recorded, 0 to 1; a client's decision stands. */
  @WithDefault("1.0")
  double sampling();

  /** Whether the log is one JSON object a line, with the ids of trace and span among its fields. */
  @WithDefault("false")
  boolean jsonLogs();
}
