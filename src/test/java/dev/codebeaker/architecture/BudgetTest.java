package dev.codebeaker.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sizes beyond which a file is a sign that two things live in one place. */
class BudgetTest {
  private static final int MOST_LINES = 300;

  /** A suite that many implementations share is read one group at a time. */
  private static final int MOST_LINES_OF_A_TEST = 500;

  @Test
  void noFileIsTooLongToRead() throws IOException {
    assertThat(longerThan(MOST_LINES, "src/main")).isEmpty();
    assertThat(longerThan(MOST_LINES_OF_A_TEST, "src/test")).isEmpty();
  }

  private static List<String> longerThan(int most, String root) throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of(root))) {
      return sources
          .filter(path -> path.toString().endsWith(".java"))
          .filter(path -> lines(path) > most)
          .map(path -> path + " has " + lines(path) + " lines of code")
          .toList();
    }
  }

  /** Without blank lines and comments. */
  private static long lines(Path path) {
    try {
      return Files.readAllLines(path).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("//"))
          .filter(line -> !line.startsWith("*") && !line.startsWith("/*"))
          .count();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
