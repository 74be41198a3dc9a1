package dev.codebeaker.runtime.wasm.wasmtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;

/**
 * A directory of files whose content the service runs or maps without looking: only its own user
 * may reach them, and what somebody else has put there is not used. Files appear in it complete or
 * not at all.
 */
public final class PrivateDirectory {
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private static final Path PROCESS = Path.of("/proc/self");

  private final Path directory;
  private final UserPrincipal owner;

  /**
   * Creates it where it does not exist.
   *
   * @throws IOException if it is not the service's own
   */
  public PrivateDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
    // An image that is mounted read-only refuses even what changes nothing.
    if (!Files.getPosixFilePermissions(directory).equals(DIRECTORY)) {
      Files.setPosixFilePermissions(directory, DIRECTORY);
    }
    this.directory = directory.toRealPath();
    owner = Files.exists(PROCESS) ? Files.getOwner(PROCESS) : ownerOfNewFiles();
    if (!Files.getOwner(this.directory).equals(owner)) {
      throw new IOException(directory + " belongs to another user");
    }
  }

  private UserPrincipal ownerOfNewFiles() throws IOException {
    Path probe =
        Files.createTempFile(directory, ".owner", "", PosixFilePermissions.asFileAttribute(FILE));
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  public Path file(String name) {
    return directory.resolve(name);
  }

  /** Whether there is such a file and nobody else can have written it. */
  public boolean has(String name) throws IOException {
    Path file = file(name);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    PosixFileAttributes attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.isRegularFile()
        && attributes.owner().equals(owner)
        && attributes.permissions().equals(FILE);
  }

  /** The text of a small file, where there is one that can be trusted. */
  Optional<String> read(String name) throws IOException {
    return has(name) ? Optional.of(Files.readString(file(name))) : Optional.empty();
  }

  /** Writes a file that appears when it is complete, replacing one of that name. */
  public Path write(String name, Content content) throws IOException {
    Path temporary =
        Files.createTempFile(
            directory, "." + name, ".part", PosixFilePermissions.asFileAttribute(FILE));
    try {
      content.writeTo(temporary);
      return Files.move(
          temporary,
          file(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Fills an empty file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path file) throws IOException;
  }
}
