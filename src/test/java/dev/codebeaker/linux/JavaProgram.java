package dev.codebeaker.linux;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Java machine of its own for what can not be taken back, or is done as somebody else. */
final class JavaProgram {
  static ConfinedProgram run(Path directory, Class<?> main, String... starter) throws Exception {
    Path classes = directory.resolve("classes");
    copy(classes);
    List<String> command = new ArrayList<>(List.of(starter));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx64m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", classes.toString(), main.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ConfinedProgram(process.waitFor(), output.strip());
  }

  /** To where everybody may read them. */
  private static void copy(Path classes) throws IOException, URISyntaxException {
    for (Class<?> one : List.of(Syscall.class, JavaProgram.class)) {
      Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path room = root.resolve(one.getPackageName().replace('.', '/'));
      try (Stream<Path> files = Files.list(room)) {
        for (Path file : files.toList()) {
          Path target = classes.resolve(root.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
    Files.setPosixFilePermissions(
        classes.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private JavaProgram() {}
}
