package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.ExecutableFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Copies and removes trees in which nobody else writes any more. Links in them are not followed,
 * and not copied: what a guest made may hold any.
 */
public final class FileTree {
  private static final Set<PosixFilePermission> ALL_MAY_EXECUTE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private FileTree() {}

  /** What becomes of a file in the other tree. */
  private interface FileAction {
    void make(Path from, Path to, BasicFileAttributes attributes) throws IOException;
  }

  /** The copy belongs to the service, and all may read and execute it. */
  public static void copy(Path source, Path target) throws IOException {
    rebuild(
        source,
        target,
        (from, to, attributes) -> {
          if (attributes.isRegularFile()) {
            ExecutableFile.copy(from, to);
          }
        });
  }

  /**
   * Another name for each file of a tree of the service's own, in directories of its own. Its files
   * must not change any more.
   */
  public static void link(Path source, Path target) throws IOException {
    rebuild(source, target, (from, to, _) -> Files.createLink(to, from));
  }

  private static void rebuild(Path source, Path target, FileAction file) throws IOException {
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes)
              throws IOException {
            makeDirectory(target.resolve(source.relativize(from)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path from, BasicFileAttributes attributes)
              throws IOException {
            file.make(from, target.resolve(source.relativize(from)), attributes);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void makeDirectory(Path directory) throws IOException {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, ALL_MAY_EXECUTE);
  }

  public static void remove(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
