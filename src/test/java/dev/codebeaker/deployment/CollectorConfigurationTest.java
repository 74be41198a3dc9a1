package dev.codebeaker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.testing.ObservingTool;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A collector takes what it is given. */
class CollectorConfigurationTest {
  private static final String CONFIGURATION = "--config=observability/otel-collector.yaml";
  private static final String TO_JAEGER = "--config=observability/otel-collector-jaeger.yaml";

  @Test
  void itReadsItsConfigurationAloneAndWithABackend() throws Exception {
    ObservingTool.Said alone = ObservingTool.COLLECTOR.run(Path.of("."), "validate", CONFIGURATION);
    ObservingTool.Said withJaeger =
        ObservingTool.COLLECTOR.run(Path.of("."), "validate", CONFIGURATION, TO_JAEGER);

    assertThat(alone.status()).as(alone.text()).isZero();
    assertThat(withJaeger.status()).as(withJaeger.text()).isZero();
  }
}
