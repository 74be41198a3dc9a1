package dev.codebeaker.runtime.process.jail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a jail with a root of its own finds below {@code /etc}: made-up users, and copies of those
 * files of the host that tell programs where libraries and certificates are. All in one directory,
 * because each mount makes the opening of a jail slower.
 */
final class SystemFiles {
  private static final Path HOST = Path.of("/etc");

  private static final List<String> OF_THE_HOST =
      List.of("ld.so.cache", "alternatives", "ssl/certs", "localtime", "mime.types");

  private static final Map<String, String> MADE_UP =
      Map.of(
          "passwd",
          "root:x:0:0:root:/:/usr/sbin/nologin\nsandbox:x:65534:65534:sandbox:/tmp:/bin/sh\n",
          "group",
          "root:x:0:\nsandbox:x:65534:\n",
          "hosts",
          "127.0.0.1 localhost sandbox\n",
          "nsswitch.conf",
          "passwd: files\ngroup: files\nhosts: files\n");

  private final Path directory;

  private SystemFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * @param directory which is empty
   */
  static SystemFiles in(Path directory) {
    SystemFiles files = new SystemFiles(directory);
    try {
      allow(directory, "rwxr-xr-x");
      for (Map.Entry<String, String> file : MADE_UP.entrySet()) {
        Path written = directory.resolve(file.getKey());
        Files.writeString(written, file.getValue(), StandardCharsets.UTF_8);
        allow(written, "rw-r--r--");
      }
      for (String name : OF_THE_HOST) {
        files.copy(HOST.resolve(name));
      }
      try (DirectoryStream<Path> java = Files.newDirectoryStream(HOST, "java-*")) {
        for (Path settings : java) {
          files.copy(settings);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the files that jails see below /etc could not be made", e);
    }
    return files;
  }

  Path directory() {
    return directory;
  }

  private void copy(Path tree) throws IOException {
    if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      makeDirectory(Objects.requireNonNull(place(tree).getParent()));
      Files.walkFileTree(tree, new Copying());
    }
  }

  private Path place(Path original) {
    return directory.resolve(HOST.relativize(original));
  }

  private void makeDirectory(Path wanted) throws IOException {
    Path made = directory;
    for (Path name : directory.relativize(wanted)) {
      made = made.resolve(name);
      if (!Files.isDirectory(made)) {
        Files.createDirectory(made);
        allow(made, "rwxr-xr-x");
      }
    }
  }

  /**
   * What on the host is for everybody's eyes. Links stay links: most lead to {@code /usr}, which
   * jails see.
   */
  private final class Copying extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path original, BasicFileAttributes attributes)
        throws IOException {
      if (!isPublic(original)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      makeDirectory(place(original));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path original, BasicFileAttributes attributes)
        throws IOException {
      Path copy = place(original);
      if (attributes.isSymbolicLink()) {
        Files.createSymbolicLink(copy, Files.readSymbolicLink(original));
      } else if (attributes.isRegularFile() && isPublic(original)) {
        Files.copy(original, copy, LinkOption.NOFOLLOW_LINKS);
        allow(copy, "rw-r--r--");
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private static boolean isPublic(Path original) throws IOException {
    return Files.getPosixFilePermissions(original).contains(PosixFilePermission.OTHERS_READ);
  }

  private static void allow(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
