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

  @Test
  void noFileIsTooLongToRead() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      List<String> tooLong =
          sources
              .filter(path -> path.toString().endsWith(".java"))
              .filter(path -> lines(path) > MOST_LINES)
              .map(path -> path + " has " + lines(path) + " lines")
              .toList();

      assertThat(tooLong).isEmpty();
    }
  }

  private static int lines(Path path) {
    try {
      return Files.readAllLines(path).size();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
