package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where this service may keep files in memory. */
final class MemoryDirectory {
  private static final Path USUAL = Path.of("/dev/shm");
  private static final String IN_MEMORY = "tmpfs";

  private MemoryDirectory() {}

  /**
   * @param asked where the operator wants it
   * @param name of the directory in the usual place
   * @return empty where there is no such place
   */
  static Optional<InstanceDirectory> open(Optional<Path> asked, String name) throws IOException {
    if (asked.isPresent()) {
      return Optional.of(InstanceDirectory.open(asked.get()));
    }
    try {
      return isInMemory(USUAL)
          ? Optional.of(InstanceDirectory.open(USUAL.resolve(name)))
          : Optional.empty();
    } catch (IOException notHere) {
      return Optional.empty();
    }
  }

  private static boolean isInMemory(Path directory) throws IOException {
    return Files.isWritable(directory) && Files.getFileStore(directory).type().equals(IN_MEMORY);
  }
}
