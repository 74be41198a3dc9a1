package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Directories that only the service's user can enter. */
final class PrivateDirectory {
  static final Set<PosixFilePermission> RIGHTS = PosixFilePermissions.fromString("rwx------");

  /** Others can go through to a name they know, and see nothing. */
  private static final Set<PosixFilePermission> PASSAGE =
      PosixFilePermissions.fromString("rwx--x--x");

  private static final FileAttribute<?> MODE = PosixFilePermissions.asFileAttribute(RIGHTS);

  private PrivateDirectory() {}

  static Path create(Path path) throws IOException {
    return Files.createDirectory(path, MODE);
  }

  /**
   * Creates it and those above it, or takes it over if it is the user's own and nobody else's.
   *
   * @throws IOException if somebody else owns it or may write to it: it would not be private
   */
  static Path createOrTakeOver(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      return create(path);
    } catch (FileAlreadyExistsException _) {
      requireOwn(path);
      if (!PASSAGE.containsAll(Files.getPosixFilePermissions(path))) {
        Files.setPosixFilePermissions(path, RIGHTS);
      }
      return path;
    }
  }

  /** Lets others through to what lies in it and is theirs, without letting them look around. */
  static void letThrough(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PASSAGE);
  }

  private static void requireOwn(Path path) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isDirectory()) {
      throw new IOException(path + " is not a directory");
    }
    Path probe = Files.createTempFile(path, "own", "");
    try {
      if (!Files.getOwner(probe).equals(found.owner())) {
        throw new IOException(path + " belongs to " + found.owner().getName());
      }
    } finally {
      Files.delete(probe);
    }
  }
}
