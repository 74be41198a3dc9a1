package dev.codebeaker.runtime.wasm.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A program called pip3 on a search path of its own, which "downloads" from a directory. */
final class FakePip {
  private final Path directory;

  private FakePip(Path directory) {
    this.directory = directory;
  }

  /** Copies every wheel in {@code wheels} to where it is told to. */
  static FakePip serving(Path directory, Path wheels) throws IOException {
    return script(
        directory,
        """
        while [ $# -gt 0 ]; do [ "$1" = --dest ] && dest=$2; shift; done
        cp %s/*.whl "$dest"
        """
            .formatted(wheels));
  }

  /** Says something and fails. */
  static FakePip failing(Path directory, String text) throws IOException {
    return script(directory, "echo '" + text + "'; exit 1");
  }

  static FakePip script(Path directory, String download) throws IOException {
    Path program = Files.createDirectories(directory).resolve("pip3");
    String text =
        """
        #!/bin/sh
        PATH=/usr/bin:/bin
        [ "$1" = --version ] && { echo "pip 99.1 from nowhere"; exit 0; }
        %s
        """;
    Files.writeString(program, text.formatted(download));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new FakePip(directory);
  }

  String searchPath() {
    return directory.toString();
  }
}
