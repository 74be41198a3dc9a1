package dev.codebeaker.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.execution.Language;
import dev.codebeaker.frontdoor.PackagedService.Reply;
import dev.codebeaker.runtime.contract.Corpus;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

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
}
