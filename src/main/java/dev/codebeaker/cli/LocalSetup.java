package dev.codebeaker.cli;

import dev.codebeaker.runtime.wasm.pack.CacheDirectory;
import dev.codebeaker.runtime.wasm.pack.EnginePackStore;
import dev.codebeaker.runtime.wasm.pack.PackConfig;
import dev.codebeaker.runtime.wasm.pack.PackTable;
import dev.codebeaker.runtime.wasm.pack.Platform;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What commands need that do without the service: they answer at once, also where the service could
 * not start. Reads the same configuration as the service: environment, system properties, {@code
 * config/application.properties} and what is built in.
 */
@Singleton
public class LocalSetup {
  private static final String FILE = "application.properties";
  private static final int BESIDE_ORDINAL = 260;
  private static final int BUILT_IN_ORDINAL = 250;

  CacheDirectory cache() {
    return CacheDirectory.of(config().cacheDirectory(), environment());
  }

  EnginePackStore store() {
    return new EnginePackStore(
        cache(), config().enginePack(), PackTable.shipped(), Platform.current());
  }

  /** Where programs are looked for. */
  String searchPath() {
    return environment().getOrDefault("PATH", "");
  }

  private static Map<String, String> environment() {
    return System.getenv();
  }

  private static PackConfig config() {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDefaultSources()
            .withMapping(PackConfig.class, PackConfig.PREFIX)
            .withValidateUnknown(false);
    besideUs().ifPresent(file -> builder.withSources(source(file, BESIDE_ORDINAL)));
    Optional.ofNullable(LocalSetup.class.getClassLoader().getResource(FILE))
        .ifPresent(file -> builder.withSources(source(file, BUILT_IN_ORDINAL)));
    return builder.build().getConfigMapping(PackConfig.class, PackConfig.PREFIX);
  }

  private static Optional<URL> besideUs() {
    Path file = Path.of("config", FILE);
    try {
      return Files.isReadable(file) ? Optional.of(file.toUri().toURL()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PropertiesConfigSource source(URL file, int ordinal) {
    try {
      return new PropertiesConfigSource(file, ordinal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
