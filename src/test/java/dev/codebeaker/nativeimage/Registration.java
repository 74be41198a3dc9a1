package dev.codebeaker.nativeimage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** What the native image is told, as it is packaged. */
final class Registration {
  private static final String ROOT = "/META-INF/native-image/";
  private static final String RUN_TIME = "--initialize-at-run-time=";

  private Registration() {}

  static String text(String file) {
    try (InputStream in = Registration.class.getResourceAsStream(ROOT + file)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Classes and packages, by the beginning of their names, that are initialised by the image. */
  static List<String> initialisedAtRunTime() {
    List<String> names = new ArrayList<>();
    for (String room : List.of("codebeaker", "docker-java")) {
      String arguments = properties("dev.codebeaker/" + room + "/native-image.properties");
      Arrays.stream(arguments.split("\\s+"))
          .filter(argument -> argument.startsWith(RUN_TIME))
          .flatMap(argument -> Arrays.stream(argument.substring(RUN_TIME.length()).split(",")))
          .forEach(names::add);
    }
    return names;
  }

  private static String properties(String file) {
    Properties properties = new Properties();
    try (InputStream in = Registration.class.getResourceAsStream(ROOT + file)) {
      properties.load(Objects.requireNonNull(in, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("Args", "");
  }

  /** The globs of the resources that are kept. */
  static List<String> resources() {
    Properties properties = new Properties();
    try (InputStream in = Registration.class.getResourceAsStream("/application.properties")) {
      properties.load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(properties.getProperty("quarkus.native.resources.includes").split(","));
  }
}
