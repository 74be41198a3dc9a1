package dev.codebeaker.testing;

import dev.codebeaker.wire.WireConfig;
import java.time.Duration;
import java.util.Map;

/** Configurations of the wire for tests that need no server. */
public final class WireConfigs {
  private WireConfigs() {}

  public static WireConfig outbound(int output, int all, Duration patience) {
    return ConfigDefaults.of(
        WireConfig.class,
        Map.of(
            "codebeaker.wire.max-waiting-output-bytes", Integer.toString(output),
            "codebeaker.wire.max-waiting-bytes", Integer.toString(all),
            "codebeaker.wire.slow-reader-patience", patience.toString()));
  }
}
