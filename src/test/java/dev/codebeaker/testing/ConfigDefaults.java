package dev.codebeaker.testing;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Configuration mappings with their defaults and what a test sets. */
public final class ConfigDefaults {
  private ConfigDefaults() {}

  public static <T> T of(Class<T> mapping, Map<String, String> values) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(mapping)
            .withDefaultValues(values)
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .build();
    return config.getConfigMapping(mapping);
  }

  public static <T> T of(Class<T> mapping) {
    return of(mapping, Map.of());
  }
}
