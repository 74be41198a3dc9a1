package dev.codebeaker.runtime.process.tool;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A program of the host.
 *
 * @param name what it is called by
 * @param path where it is, links followed
 */
public record Tool(String name, Path path) {
  private static final Path SYSTEM = Path.of("/usr");

  /**
   * What a jail has to show for it to work: the directory it was installed in, or itself where that
   * would show somebody's home.
   *
   * @param home the service's own user's
   */
  Path root(Path home) {
    Path directory = Objects.requireNonNull(path.getParent());
    Path above = directory.getParent();
    if (above == null) {
      return directory;
    }
    boolean installation =
        above.getNameCount() > 1
            && directory.endsWith("bin")
            && !home.startsWith(above)
            && !Path.of("/home").equals(above.getParent());
    return installation ? above : directory;
  }

  boolean isOfTheSystem() {
    return path.startsWith(SYSTEM);
  }
}
