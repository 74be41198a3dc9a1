package dev.codebeaker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The service as it was packaged last: the native executable, or the archive of the JVM's. */
public final class PackagedProgram {
  private static final Path ARCHIVE = Path.of("target/quarkus-app/quarkus-run.jar");

  private PackagedProgram() {}

  /** Starts it with these arguments, and with a heap that a test can afford. */
  public static List<String> command(String... arguments) {
    Path executable = Path.of(System.getProperty("native.image.path", "target/none"));
    return command(executable, ARCHIVE, arguments);
  }

  static List<String> command(Path executable, Path archive, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isLast(executable, archive)) {
      command.addAll(List.of(executable.toString(), "-Xmx512m"));
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.addAll(List.of("-Xmx512m", "-jar", archive.toString()));
    }
    command.addAll(List.of(arguments));
    return command;
  }

  /** An executable that is older than the archive is of another state of the sources. */
  private static boolean isLast(Path executable, Path archive) {
    try {
      return Files.isExecutable(executable)
          && (!Files.exists(archive)
              || Files.getLastModifiedTime(executable).compareTo(Files.getLastModifiedTime(archive))
                  > 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
