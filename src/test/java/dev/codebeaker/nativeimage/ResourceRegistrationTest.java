package dev.codebeaker.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.Main;
import io.roastedroot.quickjs4j.core.JavyPluginModule;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A native image has the resources that are listed, and no others. */
class ResourceRegistrationTest {
  @Test
  void everyResourceOfTheServiceIsListed() throws IOException {
    List<PathMatcher> listed = listed();
    assertThat(resourcesOfTheService())
        .contains(
            Path.of("dev/codebeaker/cli/build.properties"),
            Path.of("dev/codebeaker/runtime/wasm/pack/engine-pack.json"))
        .allSatisfy(
            resource -> assertThat(listed).as("%s", resource).anyMatch(it -> it.matches(resource)));
  }

  @Test
  void theModuleThatJavaScriptRunsOnIsListed() throws IOException {
    try (FileSystem archive = FileSystems.newFileSystem(ClassFiles.place(JavyPluginModule.class))) {
      List<Path> modules =
          files(archive.getPath("/")).filter(it -> it.endsWith(".meta")).map(Path::of).toList();
      List<PathMatcher> listed = listed();
      assertThat(modules)
          .isNotEmpty()
          .allSatisfy(module -> assertThat(listed).anyMatch(it -> it.matches(module)));
    }
  }

  @Test
  void whatIsListedExists() throws IOException {
    List<Path> resources = resourcesOfTheService();
    assertThat(Registration.resources())
        .filteredOn(glob -> glob.startsWith("dev/codebeaker/"))
        .allSatisfy(
            glob -> {
              PathMatcher matcher = matcher(glob);
              assertThat(resources).anyMatch(matcher::matches);
            });
  }

  /** Quarkus keeps its values itself, so what is read before Quarkus must not be set in it. */
  @Test
  void theConfigurationThatIsNotListedSetsNothingOfTheEnginePack() throws IOException {
    assertThat(Files.readAllLines(Path.of("src/main/resources/application.properties")))
        .noneMatch(line -> line.startsWith("codebeaker.wasm.engine-pack"))
        .noneMatch(line -> line.startsWith("codebeaker.wasm.cache-directory"));
  }

  private static List<Path> resourcesOfTheService() throws IOException {
    try (Stream<String> files = files(ClassFiles.place(Main.class).resolve("dev"))) {
      return files.filter(it -> !it.endsWith(".class")).map(it -> Path.of("dev", it)).toList();
    }
  }

  private static Stream<String> files(Path root) throws IOException {
    return Files.walk(root).filter(Files::isRegularFile).map(it -> root.relativize(it).toString());
  }

  private static List<PathMatcher> listed() {
    return Registration.resources().stream().map(ResourceRegistrationTest::matcher).toList();
  }

  private static PathMatcher matcher(String glob) {
    return FileSystems.getDefault().getPathMatcher("glob:" + glob);
  }
}
