package dev.codebeaker.frontdoor;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codebeaker.frontdoor.Collector.Span;
import dev.codebeaker.runtime.wasm.wasmtime.EnginePackFixture;
import dev.codebeaker.testing.ObservingTool;
import dev.codebeaker.testing.RpcClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged service's spans at a real collector. */
class CollectorIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> STEPS =
      List.of("admission", "selection", "open", "execute", "close");
  private static final String PARENT = "00f067aa0ba902b7";
  private static final String CODE_SECRET = "hunter2-in-the-code";
  private static final String ENV_SECRET = "hunter3-in-the-environment";

  private static Collector collector;
  private static PackagedService service;

  @BeforeAll
  static void start() throws IOException {
    ObservingTool.COLLECTOR.path();
    EnginePackFixture.pack();
    collector = Collector.start();
    await().atMost(PATIENCE).until(collector::isListening);
    service =
        PackagedService.startWithJails(
            Map.of(
                "CODEBEAKER_WASM_ENGINE",
                "wasmtime",
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY",
                "200ms",
                "CODEBEAKER_TELEMETRY_OTLP_ENDPOINT",
                collector.endpoint()));
    service.awaitReady("javascript");
  }

  /** Nothing was started where the tool is not there. */
  @AfterAll
  static void stop() {
    if (collector != null) {
      collector.close();
    }
    if (service != null) {
      service.close();
    }
  }

  @Test
  void anHttpRequestIsOneTraceThatContinuesItsClients() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4701";
    service.send(
        "POST",
        "/api/run",
        ofString(program("javascript", "console.log(6 * 7)").toString()),
        "traceparent",
        "00-" + trace + "-" + PARENT + "-01");

    List<Span> spans = awaitTrace(trace);
    Span request = named(spans, "POST /api/run");
    assertThat(request.parent()).isEqualTo(PARENT);
    assertThat(spans)
        .filteredOn(span -> STEPS.contains(span.name()))
        .extracting(Span::parent)
        .containsOnly(request.id());
  }

  @Test
  void aCallIsOneTraceThatContinuesItsClients() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4702";
    try (RpcClient client = service.connect()) {
      client
          .call(
              "execution.run",
              params -> {
                params.setAll(program("javascript", "console.log(6 * 7)"));
                params.putObject("_meta").put("traceparent", "00-" + trace + "-" + PARENT + "-01");
              })
          .result();
    }

    List<Span> spans = awaitTrace(trace);
    Span call = named(spans, "rpc execution.run");
    assertThat(call.parent()).isEqualTo(PARENT);
    assertThat(spans)
        .filteredOn(span -> STEPS.contains(span.name()))
        .extracting(Span::parent)
        .containsOnly(call.id());
  }

  @Test
  void theSelectionSaysWhoWonByHowMuchAndWhyTheOthersDidNot() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4703";
    run(trace, program("javascript", "console.log(6 * 7)").put("runtime", "wasm"));

    List<Span> spans = awaitTrace(trace);
    Map<String, String> said = named(spans, "selection").attributes();
    assertThat(said)
        .containsEntry("codebeaker.runtime", "wasm")
        .containsEntry("codebeaker.selection.preference", "balanced")
        .containsKeys("codebeaker.selection.score", "codebeaker.selection.reason");
    assertThat(said.get("codebeaker.selection.ranked")).contains("wasm 0.");
    assertThat(said.get("codebeaker.selection.rejected")).contains("not_chosen");
    assertThat(named(spans, "execute").attributes())
        .containsEntry("codebeaker.outcome", "exited")
        .containsEntry("codebeaker.language", "javascript")
        .containsKeys("codebeaker.cpu.microseconds", "codebeaker.queued.microseconds");
  }

  @Test
  void noSpanHoldsCodeInputOutputOrSecrets() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4704";
    ObjectNode program =
        program("python", "import sys; print('%s', sys.stdin.read())".formatted(CODE_SECRET));
    program.put("stdin", CODE_SECRET + "-input").putObject("env").put("TOKEN", ENV_SECRET);
    program.putObject("files").put("notes.txt", CODE_SECRET + "-file");
    run(trace, program);
    awaitTrace(trace);

    assertThat(collector.text())
        .contains(trace)
        .doesNotContain(CODE_SECRET, ENV_SECRET, "notes.txt", "sys.stdin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "python"})
  void aProgramThatAsksIsToldTheSpanOfItsExecution(String runtime) throws Exception {
    String code = "import os; print(os.environ.get('TRACEPARENT'))";
    service.awaitReady("python");
    await()
        .atMost(PATIENCE)
        .until(() -> service.run("python", "0", b -> b.put("runtime", runtime)).status() == 200);
    String trace = "4bf92f3577b34da6a3ce929d0e0e471" + runtime.length();

    String told =
        run(trace, program("python", code).put("runtime", runtime).put("trace", true))
            .text("stdout")
            .strip();

    Span execution = named(awaitTrace(trace), "execute");
    assertThat(told).isEqualTo("00-" + trace + "-" + execution.id() + "-01");
    assertThat(run(trace, program("python", code).put("runtime", runtime)).text("stdout"))
        .isEqualTo("None\n");
  }

  @Test
  void aShellThatAsksIsToldToo() throws Exception {
    try (RpcClient client = service.connect()) {
      await()
          .atMost(PATIENCE)
          .until(() -> service.run("python", "0", b -> b.put("runtime", "python")).status() == 200);
      String session =
          client
              .call("session.create", p -> p.put("language", "python").put("runtime", "python"))
              .result()
              .path("sessionId")
              .asText();

      String told =
          client
              .command(
                  session,
                  it ->
                      it.put("type", "shell")
                          .put("command", "echo $TRACEPARENT")
                          .put("trace", true))
              .result()
              .path("stdout")
              .asText();

      assertThat(told).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]\n");
    }
  }

  private static ObjectNode program(String language, String code) {
    return PackagedService.JSON.createObjectNode().put("language", language).put("code", code);
  }

  private static PackagedService.Reply run(String trace, ObjectNode program) {
    PackagedService.Reply reply =
        service.send(
            "POST",
            "/api/run",
            ofString(program.toString()),
            "traceparent",
            "00-" + trace + "-" + PARENT + "-01");
    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
    return reply;
  }

  /** All steps, of which the last ends after the answer. */
  private static List<Span> awaitTrace(String trace) throws IOException {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(collector.trace(trace)).extracting(Span::name).containsAll(STEPS));
    return collector.trace(trace);
  }

  private static Span named(List<Span> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }
}
