package dev.codebeaker.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code mvn -Dnative} says before it begins, with a path of its own. */
class NativeImageToolsTest {
  private static final String UNSET = "${quarkus.native.container-build}";

  @TempDir Path directory;

  private Path bin;

  private record Said(int code, String text) {}

  @BeforeEach
  void aPathWithoutCompilers() throws IOException {
    bin = Files.createDirectories(directory.resolve("bin"));
    for (String basic : List.of("sh", "sed")) {
      Files.createSymbolicLink(bin.resolve(basic), Path.of("/bin", basic));
    }
  }

  @Test
  void whereThereIsNoCompilerItIsNamedWithTheWaysToIt() throws Exception {
    Said said = look(Map.of(), UNSET);

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text())
        .contains("needs GraalVM or Mandrel 25", "GRAALVM_HOME", "docker or podman", "mvn package");
  }

  @Test
  void theCompilerOfGraalVmHomeIsFound() throws Exception {
    script(bin.resolve("gcc"), "");
    Path home = graalVm("25.0.1");

    Said said = look(Map.of("GRAALVM_HOME", home.toString()), UNSET);

    assertThat(said.code()).isZero();
    assertThat(said.text()).contains("compiled by " + home + "/bin/native-image");
  }

  @Test
  void anOlderCompilerIsRefused() throws Exception {
    Said said = look(Map.of("JAVA_HOME", graalVm("21.0.8").toString()), UNSET);

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("native-image is 21", "graalce");
  }

  @Test
  void withoutACompilerOfCItSaysSo() throws Exception {
    Said said = look(Map.of("GRAALVM_HOME", graalVm("25").toString()), UNSET);

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("C compiler", "zlib");
  }

  @Test
  void aContainerEngineThatHasTheBuilderImageWillDo() throws Exception {
    script(bin.resolve("podman"), "");

    Said said = look(Map.of(), UNSET);

    assertThat(said.code()).isZero();
    assertThat(said.text()).contains("container of podman", "mandrel-builder-image:jdk-25");
  }

  @Test
  void aContainerEngineThatCanNotFetchTheBuilderImageWillNot() throws Exception {
    script(bin.resolve("docker"), "[ \"$1\" = version ]");

    Said said = look(Map.of(), "true", "example.org/builder");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("docker can not fetch example.org/builder", "GRAALVM_HOME");
  }

  private Path graalVm(String version) throws IOException {
    Path home = Files.createDirectories(directory.resolve("graalvm"));
    script(
        Files.createDirectories(home.resolve("bin")).resolve("native-image"),
        "echo 'native-image " + version + " 2025-10-21'");
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Said look(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "src/build/native-image-tools"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }
}
