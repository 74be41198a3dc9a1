package dev.codebeaker.runtime.process.jail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a jail with a root of its own finds below {@code /etc}: made-up users, and those files of
 * the host that tell programs where libraries and certificates are.
 *
 * @param files path inside → path on the host
 */
record SystemFiles(Map<String, Path> files) {
  private static final List<String> OF_THE_HOST =
      List.of(
          "/etc/ld.so.cache",
          "/etc/alternatives",
          "/etc/ssl/certs",
          "/etc/localtime",
          "/etc/mime.types");

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

  SystemFiles {
    files = Map.copyOf(files);
  }

  /**
   * @param directory where the made-up ones are written
   */
  static SystemFiles in(Path directory) {
    Map<String, Path> files = new TreeMap<>();
    try {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      for (Map.Entry<String, String> file : MADE_UP.entrySet()) {
        Path written = directory.resolve(file.getKey());
        Files.writeString(written, file.getValue(), StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-r--r--"));
        files.put("/etc/" + file.getKey(), written);
      }
      for (String path : OF_THE_HOST) {
        addIfThere(files, Path.of(path));
      }
      try (DirectoryStream<Path> java = Files.newDirectoryStream(Path.of("/etc"), "java-*")) {
        java.forEach(path -> addIfThere(files, path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the files that jails see below /etc could not be made", e);
    }
    return new SystemFiles(files);
  }

  private static void addIfThere(Map<String, Path> files, Path path) {
    if (Files.exists(path)) {
      files.put(path.toString(), path);
    }
  }
}
