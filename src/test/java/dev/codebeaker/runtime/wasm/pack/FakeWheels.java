package dev.codebeaker.runtime.wasm.pack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small engine pack: three wheels of a few bytes and the table that describes them. */
final class FakeWheels {
  static final Platform HERE = new Platform("here-cpu");

  private static final String ROW =
      """
      {"role": "%s", "path": "%s", "file": "%s", "bytes": %d, "sha256": "%s"}\
      """;
  private static final String WHEEL =
      """
      {"project": "%s", "version": "1", "platform": "%s", "file": "%s", "bytes": %d,
       "sha256": "%s", "members": [%s]}\
      """;

  private final Path directory;

  FakeWheels(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    write("engine", Map.of("lib.so", "library", "unwanted.txt", "not in the table"));
    write("python", Map.of("python.wasm", "module", "python.zip", "library of python"));
    write("script", Map.of("guest.wasm", "guest", "transform.wasm", "transform"));
  }

  Path directory() {
    return directory;
  }

  Path file(String project) {
    return directory.resolve(project + "-1.whl");
  }

  void write(String project, Map<String, String> members) throws IOException {
    try (OutputStream out = Files.newOutputStream(file(project));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> member : new TreeMap<>(members).entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** The table of the wheels as they are now, with what their members should be. */
  PackTable table() throws IOException {
    String wheels =
        String.join(
            ",",
            wheel("engine", HERE.id(), row("library", "lib.so", "lib.so", "library")),
            wheel(
                "python",
                "any",
                row("python-module", "python.wasm", "python.wasm", "module")
                    + ","
                    + row("python-library", "python.zip", "python/p.zip", "library of python")),
            wheel(
                "script",
                "any",
                row("quickjs-module", "guest.wasm", "guest.wasm", "guest")
                    + ","
                    + row("transform-module", "transform.wasm", "ts.wasm", "transform")));
    String json = "{\"platforms\": {\"here-cpu\": \"here\"}, \"wheels\": [" + wheels + "]}";
    return PackTable.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private String wheel(String project, String platform, String rows) throws IOException {
    Path file = file(project);
    return WHEEL.formatted(
        project, platform, file.getFileName(), Files.size(file), Sha256.of(file), rows);
  }

  private static String row(String role, String path, String file, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return ROW.formatted(role, path, file, bytes.length, Sha256.of(bytes));
  }
}
