package dev.codebeaker.runtime.wasm.pack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Whole directories: how large they are, locking them against change, removing them. */
final class FileTree {
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> LOCKED =
      PosixFilePermissions.fromString("r-x------");
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("r--------");

  private FileTree() {}

  /** Removes a directory and all in it, following no link; nothing if it is not there. */
  static void delete(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.setPosixFilePermissions(directory, OPEN);
            return FileVisitResult.CONTINUE;
          }

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

  /** Lets a locked directory itself, not what is in it, be changed again. */
  static void unlock(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, OPEN);
  }

  /** Leaves its files readable, its directories enterable, and nothing writable. */
  static void lock(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.setPosixFilePermissions(file, READABLE);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.setPosixFilePermissions(directory, LOCKED);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The bytes its files hold now; others may be adding and removing files meanwhile. */
  static long bytes(Path root) {
    long[] sum = new long[1];
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              sum[0] += attributes.size();
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
              if (gone instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw gone;
            }
          });
    } catch (IOException e) {
      // Only a progress figure is made of this: what was counted so far will do.
    }
    return sum[0];
  }
}
