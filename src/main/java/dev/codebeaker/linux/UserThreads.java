package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel counts when it limits the processes of a user: threads, of all his processes. */
public final class UserThreads {
  private static final Path PROC = Path.of("/proc");
  private static final Pattern USER = Pattern.compile("(?m)^Uid:\\s+(\\d+)");
  private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");

  /** How many the service's user has, as far as they can be seen from here. */
  public static int own() throws IOException {
    int user = number(USER, status(PROC.resolve("self")));
    int threads = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path process : processes) {
        threads += threads(process, user);
      }
    }
    return threads;
  }

  private static int threads(Path process, int user) {
    try {
      String status = status(process);
      return number(USER, status) == user ? number(THREADS, status) : 0;
    } catch (IOException gone) {
      return 0;
    }
  }

  private static String status(Path process) throws IOException {
    return Files.readString(process.resolve("status"), StandardCharsets.ISO_8859_1);
  }

  private static int number(Pattern line, String status) {
    Matcher found = line.matcher(status);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  private UserThreads() {}
}
