package dev.codebeaker.runtime.wasm.pack;

import dev.codebeaker.runtime.wasm.pack.PackContents.Wheel;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * One installation: download, compare, unpack, move into place. All it writes before the move is in
 * one directory that is removed at its end, however it ends.
 */
final class PackInstallation {
  /** Of the directories an installation works in; one that was killed leaves its own behind. */
  private static final String PREFIX = ".installing-";

  /** How the work divides, as fractions of the whole. */
  private static final double DOWNLOADED = 0.8;

  private static final double COMPARED = 0.85;

  private final PackContents contents;
  private final Path engines;
  private final PackProgress progress;

  PackInstallation(PackContents contents, Path engines, PackProgress progress) {
    this.contents = contents;
    this.engines = engines;
    this.progress = progress;
  }

  void run(Pip pip) {
    try {
      sweep(engines);
      requireSpace();
      Path work = Files.createTempDirectory(engines, PREFIX);
      try {
        install(pip, work);
      } finally {
        FileTree.delete(work);
      }
    } catch (IOException e) {
      throw PackFailures.io(e, engines);
    }
  }

  private void requireSpace() throws IOException {
    long needed = 2 * contents.downloadBytes() + contents.installedBytes();
    long free = Files.getFileStore(engines).getUsableSpace();
    if (free < needed) {
      throw PackFailures.noSpace(engines, needed, free);
    }
  }

  private void install(Pip pip, Path work) throws IOException {
    Path wheels = Files.createDirectory(work.resolve("wheels"));
    download(pip, wheels, Files.createDirectory(work.resolve("scratch")));
    compare(wheels);
    Path pack = unpack(wheels, Files.createDirectory(work.resolve("pack")));
    progress.at("moving it into place", 1);
    replace(pack, engines.resolve(contents.version()), work.resolve("old"));
  }

  private void download(Pip pip, Path wheels, Path scratch) throws IOException {
    double all = contents.downloadBytes();
    // pip moves files about, so that for a moment there seem to be fewer of them.
    double[] most = new double[1];
    ToolRun.Result result =
        pip.download(
            contents,
            wheels,
            scratch,
            millis -> {
              double done = Math.max(FileTree.bytes(scratch), FileTree.bytes(wheels)) / all;
              most[0] = Math.max(most[0], Math.min(1, done));
              progress.at("downloading with " + pip.version(), DOWNLOADED * most[0]);
            });
    if (!result.succeeded()) {
      throw PackFailures.pip(result, engines);
    }
  }

  private void compare(Path wheels) throws IOException {
    progress.at("comparing SHA-256 sums", DOWNLOADED);
    for (Wheel wheel : contents.wheels()) {
      Path file = wheels.resolve(wheel.file());
      if (!Files.isRegularFile(file)) {
        throw PackFailures.missingWheel(wheel.file());
      }
      if (Files.size(file) != wheel.bytes() || !Sha256.of(file).equals(wheel.sha256())) {
        throw PackFailures.wrongSum(wheel.file());
      }
    }
  }

  private Path unpack(Path wheels, Path pack) throws IOException {
    progress.at("unpacking", COMPARED);
    for (Wheel wheel : contents.wheels()) {
      Unpacking.unpack(wheel, wheels.resolve(wheel.file()), pack);
    }
    PackCheck.seal(contents, pack);
    return pack;
  }

  private static void replace(Path pack, Path place, Path old) throws IOException {
    if (Files.exists(place)) {
      // Moving a directory changes its "..", for which it must be writable.
      FileTree.unlock(place);
      Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(pack, place, StandardCopyOption.ATOMIC_MOVE);
    FileTree.lock(place);
  }

  /** Removes what installations that were killed have left. */
  static void sweep(Path engines) throws IOException {
    List<Path> left = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(engines, PREFIX + "*")) {
      entries.forEach(left::add);
    }
    for (Path directory : left) {
      FileTree.delete(directory);
    }
  }
}
