package dev.codebeaker.runtime.wasm.wasmtime.python;

import dev.codebeaker.runtime.wasm.pack.EnginePack;
import dev.codebeaker.runtime.wasm.wasmtime.InstanceSpec.Mount;
import dev.codebeaker.runtime.wasm.wasmtime.PrivateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * The standard library and the packages, as the interpreter expects to find them: one zip under a
 * name it knows, and matplotlib's data, which can not be read from within it, unpacked. Guests see
 * both and can write to neither.
 */
final class PythonLibrary {
  private static final String GUEST = "/usr/local/lib";
  private static final String ZIP = "python315.zip";
  private static final String DATA = "matplotlib/mpl-data";
  private static final String DATA_ZIP = DATA + ".zip";
  private static final String CODE_DIRECTORY = "lib";
  private static final String DATA_DIRECTORY = "mpl-data";

  private final Path directory;

  private PythonLibrary(Path directory) {
    this.directory = directory;
  }

  /** Unpacks it, once for each version of the pack. */
  static PythonLibrary prepare(EnginePack pack, Path cache) throws IOException {
    PrivateDirectory libraries = new PrivateDirectory(cache.resolve("python"));
    Path directory = libraries.file(Digest.of(pack.version()));
    if (!Files.isDirectory(directory)) {
      Path parts = Files.createTempDirectory(libraries.file(""), ".unpacking");
      try {
        unpack(pack, parts);
        moveInPlace(parts, directory);
      } finally {
        deleteTree(parts);
      }
    }
    return new PythonLibrary(directory);
  }

  /** In the order in which every interpreter gets them: its descriptors depend on it. */
  List<Mount> mounts() {
    return List.of(
        new Mount(directory.resolve(CODE_DIRECTORY), GUEST, false),
        new Mount(directory.resolve(DATA_DIRECTORY), GUEST + "/" + ZIP + "/" + DATA, false));
  }

  private static void unpack(EnginePack pack, Path directory) throws IOException {
    Path code = Files.createDirectory(directory.resolve(CODE_DIRECTORY)).resolve(ZIP);
    try {
      Files.createLink(code, pack.pythonLibrary());
    } catch (IOException | UnsupportedOperationException otherFileSystem) {
      Files.copy(pack.pythonLibrary(), code);
    }
    Path data = Files.createDirectory(directory.resolve(DATA_DIRECTORY));
    try (ZipFile outer = new ZipFile(code.toFile())) {
      ZipEntry inner = outer.getEntry(DATA_ZIP);
      if (inner != null) {
        try (InputStream bytes = outer.getInputStream(inner)) {
          unzip(bytes, data);
        }
      }
    }
  }

  private static void unzip(InputStream bytes, Path into) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(bytes)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = into.resolve(entry.getName()).normalize();
        if (!file.startsWith(into)) {
          throw new IOException("the library holds a file outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
  }

  /** Another process may have been quicker; what it made is the same. */
  private static void moveInPlace(Path parts, Path directory) throws IOException {
    try {
      Files.move(parts, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  /** Deletes a directory of the service's own that nobody else can write to. */
  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
