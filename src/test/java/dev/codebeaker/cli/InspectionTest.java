package dev.codebeaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InspectionTest {
  private final FakeService service = new FakeService((code, sink) -> FakeService.exited(0));
  private final CommandLineFixture cli = new CommandLineFixture(service, "");

  @Test
  void languagesAreListedForPeopleAndForPrograms() throws IOException {
    service.runtimes.add(new FakeRuntime("python"));
    cli.run("languages");
    assertThat(cli.out()).contains("python").contains("available").contains("fake 1");
    JsonNode python = json("languages", "--json").path(0);
    assertThat(python.path("language").asText()).isEqualTo("python");
    assertThat(python.path("runtimes").path(0).asText()).isEqualTo("fake");
    assertThat(python.path("templates").path(0).asText()).isEqualTo("base");
  }

  @Test
  void runtimesAreListedForPeopleAndForPrograms() throws IOException {
    FakeRuntime fake = new FakeRuntime("python");
    fake.features = Set.of(Feature.SHELL);
    service.runtimes.add(fake);
    cli.run("runtimes");
    assertThat(cli.out()).contains("fake: isolation wasm (6 of 10)").contains("wallMs");
    assertThat(cli.out()).containsPattern("jail +paper").containsPattern("offers +shell");
    JsonNode runtime = json("runtimes", "--json").path(0);
    assertThat(runtime.path("enforcedLimits")).hasSize(2);
    assertThat(runtime.path("features").path(0).asText()).isEqualTo("shell");
    assertThat(runtime.path("details").path("jail").asText()).isEqualTo("paper");
    assertThat(runtime.path("languages").path("python").path("state").asText())
        .isEqualTo("available");
  }

  @Test
  void aChoiceIsExplainedToPeopleAndToPrograms() throws IOException {
    FakeRuntime runtime = new FakeRuntime("python");
    service.runtimes.add(runtime);
    cli.run("explain", "-l", "python", "--prefer", "speed");
    assertThat(cli.out())
        .contains("fake is the only one that can serve python (policy production)")
        .contains("fake: 0.", "0.85 x startup", "isolation 0.600")
        .contains("declared 3.0 ms, not measured", "declared 1.0 MiB, not measured");
    service.costs.openingTook(runtime, new Language("python"), Duration.ofMillis(30));
    service.costs.memoryTook(runtime, new Language("python"), 1 << 20);
    JsonNode why = json("explain", "--json");
    assertThat(why.path("winner").asText()).isEqualTo("fake");
    assertThat(why.at("/ranked/0/declared/startupMs").asDouble()).isEqualTo(3);
    assertThat(why.at("/ranked/0/measured/startupMs").asDouble()).isGreaterThan(5);
    assertThat(why.at("/ranked/0/measured/openings").asInt()).isEqualTo(1);
    assertThat(why.at("/weights/memory").asDouble()).isPositive();
  }

  @Test
  void whatCanNotServeIsExplainedToo() throws IOException {
    FakeRuntime runtime = new FakeRuntime("python");
    service.runtimes.add(runtime);
    cli.run("explain", "--limit", "cpuMs=5");
    assertThat(cli.out())
        .contains("no runtime can serve python", "not fake: limit: does not enforce cpuMs - ");
    assertThat(json("explain", "--json", "--limit", "cpuMs=5").at("/rejected/0/obstacle").asText())
        .isEqualTo("limit");
  }

  @Test
  void theDoctorLooksAtEverything() throws IOException {
    assertThat(json("doctor", "--json").path("checks").findValuesAsText("name"))
        .contains("java", "cache", "engine pack", "pip", "pagemap", "memory");
  }

  @Test
  void theVersionsAreSaid() {
    assertThat(cli.run("version")).isZero();
    assertThat(cli.out()).contains("codebeaker ", "java ", "engine pack ");
  }

  private JsonNode json(String... arguments) throws IOException {
    CommandLineFixture fresh = new CommandLineFixture(service, "");
    fresh.run(arguments);
    return new ObjectMapper().readTree(fresh.out());
  }
}
