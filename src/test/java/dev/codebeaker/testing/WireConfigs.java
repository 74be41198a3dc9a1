package dev.codebeaker.testing;

import dev.codebeaker.wire.WireConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Configurations of the wire for tests that need no server. */
public final class WireConfigs {
  private WireConfigs() {}

  public static WireConfig outbound(int output, int all, Duration patience) {
    return with(
        Map.of(
            "codebeaker.wire.max-waiting-output-bytes", Integer.toString(output),
            "codebeaker.wire.max-waiting-bytes", Integer.toString(all),
            "codebeaker.wire.slow-reader-patience", patience.toString()));
  }

  public static WireConfig with(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withMapping(WireConfig.class)
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build()
        .getConfigMapping(WireConfig.class);
  }
}
