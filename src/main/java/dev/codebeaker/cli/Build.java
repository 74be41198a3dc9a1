package dev.codebeaker.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this build is. */
final class Build {
  private static final String RESOURCE = "/dev/codebeaker/cli/build.properties";

  private Build() {}

  static String version() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "development");
  }
}
