package dev.codebeaker.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.execution.Language;
import dev.codebeaker.frontdoor.PackagedService.Reply;
import dev.codebeaker.runtime.contract.Corpus;
import dev.codebeaker.testing.RpcClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service runs every language that has an image, in that image. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerLanguagesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final boolean REQUIRED =
      Arrays.asList(System.getenv().getOrDefault("CODEBEAKER_REQUIRED_RUNTIMES", "").split(","))
          .contains("docker");

  private PackagedService service;
  private List<JsonNode> versions;

  @BeforeAll
  void open() throws Exception {
    service =
        PackagedService.startWithJails(
            Map.of(
                "CODEBEAKER_CONTAINER_ENABLED",
                "true",
                "CODEBEAKER_CONTAINER_RUNTIMES_GVISOR_OCI_RUNTIME",
                "not-for-this-test",
                "CODEBEAKER_PROCESS_ENABLED",
                "false",
                "CODEBEAKER_PROCESS_POOL_MIN",
                "0",
                "CODEBEAKER_PROCESS_POOL_MAX",
                "0",
                "CODEBEAKER_WASM_ENGINE",
                "java"));
    await()
        .atMost(PATIENCE)
        .until(() -> versions().noneMatch(it -> it.path("state").asText().equals("preparing")));
    versions = versions().toList();
    assumeTrue(REQUIRED || !available().isEmpty(), "no engine has any of the images");
  }

  @AfterAll
  void close() {
    service.close();
  }

  private Stream<JsonNode> versions() {
    JsonNode all = service.send("GET", "/api/runtimes/versions", "").body().path("versions");
    return StreamSupport.stream(all.spliterator(), false)
        .filter(it -> it.path("runtime").asText().startsWith("docker"));
  }

  private List<JsonNode> available() {
    return versions.stream().filter(it -> it.path("state").asText().equals("available")).toList();
  }

  @Test
  void eachToolTellsItsVersionAndWhatIsMissingIsTold() {
    assertThat(versions).isNotEmpty();
    assertThat(versions)
        .allSatisfy(
            it -> {
              if (it.path("state").asText().equals("available")) {
                assertThat(it.path("version").asText()).as("%s", it).isNotEmpty();
                assertThat(it.has("missing")).as("%s", it).isFalse();
              } else {
                assertThat(it.path("missing").asText()).as("%s", it).isNotEmpty();
                assertThat(it.path("remedy").asText()).as("%s", it).isNotEmpty();
                assertThat(REQUIRED).as("%s", it).isFalse();
              }
            });
  }

  @TestFactory
  Stream<DynamicTest> helloIsSaidInEveryLanguageOfEveryImage() {
    return available().stream()
        .map(
            it ->
                dynamicTest(
                    it.path("language").asText() + " on " + it.path("runtime").asText(),
                    () -> saysHello(it.path("language").asText(), it.path("runtime").asText())));
  }

  private void saysHello(String language, String runtime) {
    String code = Corpus.named("hello").code(new Language(language));
    Reply reply = service.run(language, code, body -> body.put("runtime", runtime));
    assertThat(reply.text("stdout")).as("%s", reply.body()).isEqualTo("hello\n");
    assertThat(reply.text("runtime")).isEqualTo(runtime);
  }

  private void assumeJava() {
    assumeTrue(
        available().stream().anyMatch(it -> it.path("language").asText().equals("java")),
        "the engine has no image for Java");
  }

  @Test
  void classesOfAJavaProgramMayBeInFilesOfTheirOwn() {
    assumeJava();
    Reply reply =
        service.run(
            "java",
            "public class Main { public static void main(String[] a) {"
                + " System.out.println(new shapes.Square(3).area() + Unit.NAME); } }",
            body ->
                body.put("runtime", "docker")
                    .putObject("files")
                    .put("Unit.java", "class Unit { static final String NAME = \" cm2\"; }")
                    .put(
                        "shapes/Square.java",
                        "package shapes; public record Square(int side) {"
                            + " public int area() { return side * side; } }"));
    assertThat(reply.text("stdout")).as("%s", reply.body()).isEqualTo("9 cm2\n");
  }

  @Test
  void aJavaProgramFindsItsDependenciesInLib(@TempDir Path directory) throws Exception {
    assumeJava();
    try (RpcClient client = service.connect()) {
      String session =
          client
              .call("session.create", p -> p.put("language", "java").put("runtime", "docker"))
              .result()
              .path("sessionId")
              .asText();
      client
          .call(
              "session.execute",
              p ->
                  p.put("sessionId", session)
                      .putObject("command")
                      .put("type", "write_file")
                      .put("path", "lib/greetings.jar")
                      .put("encoding", "base64")
                      .put("content", Base64.getEncoder().encodeToString(jar(directory))))
          .result();
      JsonNode ended =
          client
              .call(
                  "session.execute",
                  p ->
                      p.put("sessionId", session)
                          .putObject("command")
                          .put("type", "execute")
                          .put(
                              "code",
                              "public class Main { public static void main(String[] a) {"
                                  + " System.out.println(greetings.Greeting.TEXT + a.length); } }"))
              .result();
      assertThat(ended.path("stdout").asText()).as("%s", ended).isEqualTo("from a jar 0\n");
    }
  }

  private static byte[] jar(Path directory) {
    try {
      Path source =
          Files.createDirectories(directory.resolve("greetings")).resolve("Greeting.java");
      // No constant: the compiler would copy it into the program.
      Files.writeString(
          source,
          "package greetings; public class Greeting {"
              + " public static final String TEXT = String.valueOf(\"from a jar \"); }");
      int failed =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, "--release", "21", "" + source);
      assertThat(failed).isZero();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (JarOutputStream jar = new JarOutputStream(bytes)) {
        jar.putNextEntry(new ZipEntry("greetings/Greeting.class"));
        jar.write(Files.readAllBytes(source.resolveSibling("Greeting.class")));
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
