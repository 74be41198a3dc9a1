package dev.codebeaker.frontdoor;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.runtime.wasm.wasmtime.EnginePackFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The log and the counts of a service that fails by itself. */
class LogsIT {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  void aFaultIsCountedAndLoggedAsJsonWithTheTraceOfItsRequest() throws Exception {
    EnginePackFixture.pack();
    try (PackagedService service =
        PackagedService.start(
            List.of(),
            Files.createTempDirectory("codebeaker-logs"),
            Map.of(
                "CODEBEAKER_WASM_ENGINE",
                "wasmtime",
                "CODEBEAKER_PROCESS_ENABLED",
                "false",
                "CODEBEAKER_TELEMETRY_JSON_LOGS",
                "true"))) {
      service.awaitReady("javascript");
      Path state = service.directory().resolve("state");
      removeAll(state);
      Files.createFile(state);

      assertThat(
              service
                  .send(
                      "POST",
                      "/api/run",
                      ofString("{\"language\": \"javascript\", \"code\": \"1\"}"),
                      "traceparent",
                      "00-" + TRACE + "-00f067aa0ba902b7-01")
                  .status())
          .isGreaterThanOrEqualTo(500);

      await()
          .untilAsserted(
              () ->
                  assertThat(parsed(service.log()))
                      .anySatisfy(
                          line -> {
                            assertThat(line.path("level").asText()).isEqualTo("ERROR");
                            assertThat(line.path("mdc").path("traceId").asText()).isEqualTo(TRACE);
                            assertThat(line.path("mdc").path("spanId").asText()).isNotEmpty();
                            assertThat(line.path("timestamp").asText()).isNotEmpty();
                          }));
      assertThat(
              service
                  .metrics()
                  .sum("codebeaker_runtime_faults_total", "runtime", "wasm", "step", "open"))
          .isPositive();
    }
  }

  /** Every line is an object; what is none fails the test. */
  private static List<JsonNode> parsed(List<String> lines) throws IOException {
    List<JsonNode> parsed = new ArrayList<>();
    for (String line : lines) {
      JsonNode node = PackagedService.JSON.readTree(line);
      assertThat(node.isObject()).as(line).isTrue();
      parsed.add(node);
    }
    return parsed;
  }

  private static void removeAll(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
