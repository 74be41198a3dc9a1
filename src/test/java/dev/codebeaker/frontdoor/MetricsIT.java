package dev.codebeaker.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.runtime.wasm.wasmtime.EnginePackFixture;
import dev.codebeaker.telemetry.Metric;
import dev.codebeaker.testing.RpcClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the packaged service counts while it works. */
class MetricsIT {
  private static PackagedService service;

  @BeforeAll
  static void start() throws IOException {
    EnginePackFixture.pack();
    service =
        PackagedService.startWithJails(
            Map.of(
                "CODEBEAKER_WASM_ENGINE",
                "wasmtime",
                "CODEBEAKER_SESSION_MAX_SESSIONS",
                "4",
                "CODEBEAKER_PROCESS_POOL_MIN",
                "1"));
    service.awaitReady("javascript");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void aContextIsLiveOnTheRuntimeThatHoldsIt() throws Exception {
    try (RpcClient client = service.connect()) {
      for (String runtime : List.of("wasm", "python")) {
        awaitAvailable(runtime);
        String session =
            client
                .call("session.create", p -> p.put("language", "python").put("runtime", runtime))
                .result()
                .path("sessionId")
                .asText();
        client
            .command(
                session,
                it -> it.put("type", "execute").put("code", "x = 1").put("context", "main"))
            .result();

        assertThat(service.metrics().sum("codebeaker_contexts_live", "runtime", runtime))
            .isEqualTo(1);
        client.call("session.close", p -> p.put("sessionId", session)).result();
        assertThat(service.metrics().sum("codebeaker_contexts_live", "runtime", runtime)).isZero();
      }
    }
  }

  @Test
  void checkpointsAndRestoresAreTimedWhereverTheContextLives() throws Exception {
    awaitAvailable("wasm");
    try (RpcClient client = service.connect()) {
      String session = client.session("python");
      double kept = count("codebeaker_context_checkpoint_time_seconds");
      double restored = count("codebeaker_context_restore_time_seconds");
      turn(client, session, "x = 1");
      awaitCount("codebeaker_context_checkpoint_time_seconds", kept + 1);

      turn(client, session, "sum(range(10**12))");
      awaitCount("codebeaker_context_restore_time_seconds", restored + 1);
      assertThat(turn(client, session, "print(x)").path("stdout").asText()).isEqualTo("1\n");
      client.call("session.close", p -> p.put("sessionId", session)).result();
    }
  }

  private static JsonNode turn(RpcClient client, String session, String code) {
    return client
        .call(
            "session.execute",
            params -> {
              params.put("sessionId", session);
              params.putObject("limits").put("wallMs", 1000);
              params
                  .putObject("command")
                  .put("type", "execute")
                  .put("code", code)
                  .put("context", "main");
            })
        .result();
  }

  private static double count(String histogram) throws Exception {
    return service.metrics().sum(histogram + "_count", "runtime", "wasm");
  }

  private static void awaitCount(String histogram, double least) {
    await().untilAsserted(() -> assertThat(count(histogram)).isGreaterThanOrEqualTo(least));
  }

  @Test
  void anInterpreterThatWaitedIsAHitAndOneThatDidNotIsAMiss() throws Exception {
    awaitAvailable("python");
    await().until(() -> service.metrics().sum("codebeaker_pool_ready", "runtime", "python") > 0);
    double hits = taken("hit");
    service.run("python", "print(1)", body -> body.put("runtime", "python"));
    assertThat(taken("hit")).isEqualTo(hits + 1);

    double misses = taken("miss");
    await()
        .untilAsserted(
            () -> {
              IntStream.range(0, 3)
                  .parallel()
                  .forEach(
                      _ ->
                          service.run("python", "print(1)", body -> body.put("runtime", "python")));
              assertThat(taken("miss")).isGreaterThan(misses);
            });
  }

  @Test
  void aLimitAndARefusalAreCountedByWhichItWas() throws Exception {
    double wall = service.metrics().sum("codebeaker_limits_hit_total", "limit", "wall");
    service.run("javascript", "for (;;);", body -> body.putObject("limits").put("wallMs", 50));
    assertThat(service.metrics().sum("codebeaker_limits_hit_total", "limit", "wall"))
        .isEqualTo(wall + 1);

    double refused = refused();
    try (RpcClient client = service.connect()) {
      List<String> sessions =
          IntStream.range(0, 4).mapToObj(_ -> client.session("javascript")).toList();
      assertThat(client.call("session.create", p -> p.put("language", "javascript")).errorName())
          .isEqualTo("TOO_MANY_SESSIONS");
      sessions.forEach(id -> client.call("session.close", p -> p.put("sessionId", id)).result());
    }
    assertThat(refused()).isEqualTo(refused + 1);
    assertThat(service.metrics().sum("codebeaker_sessions_max")).isEqualTo(4);
  }

  @Test
  void aWorkerThatDiesIsCounted() throws Exception {
    double lost = service.metrics().sum("codebeaker_workers_lost_total");
    List<ProcessHandle> workers =
        service.children().stream()
            .filter(it -> it.info().command().orElse("").endsWith("java"))
            .toList();
    assertThat(workers).isNotEmpty();

    workers.forEach(ProcessHandle::destroyForcibly);

    await()
        .untilAsserted(
            () ->
                assertThat(service.metrics().sum("codebeaker_workers_lost_total"))
                    .isGreaterThanOrEqualTo(lost + workers.size()));
    service.awaitReady("javascript");
  }

  @Test
  void whatAlertsWatchIsThereFromTheStart() throws Exception {
    Set<String> names = service.metrics().names();

    assertThat(names)
        .contains(
            Metric.REJECTED.prometheusName(),
            Metric.FAULTS.prometheusName(),
            Metric.LIMITS_HIT.prometheusName(),
            Metric.WORKERS_LOST.prometheusName(),
            Metric.CONTAINERS_LEFT.prometheusName(),
            Metric.RUNTIMES_RESTING.prometheusName());
  }

  @Test
  void noClientAddsASeriesByWhatItSends() throws Exception {
    sendNonsense("plugh");
    int before = ofRequests(service.metrics()).size();

    for (String name : List.of("xyzzy", "frotz", "nitfol")) {
      sendNonsense(name);
    }

    List<Samples.Sample> after = ofRequests(service.metrics());
    assertThat(after.toString()).doesNotContainIgnoringCase("xyzzy", "frotz", "nitfol");
    assertThat(after).hasSize(before);
  }

  /** Those that nothing else adds to: the machine's own come when they like. */
  private static List<Samples.Sample> ofRequests(Samples samples) {
    return samples.all().stream()
        .filter(it -> it.name().startsWith("codebeaker_") || it.name().startsWith("http_"))
        .toList();
  }

  private static void sendNonsense(String name) {
    service.send("GET", "/" + name, "");
    service.send("GET", "/api/sessions/" + name, "");
    service.send("GET", "/api/sessions/" + name + "/files/" + name, "");
    service.send(name.toUpperCase(java.util.Locale.ROOT), "/api/run", "{}");
    service.send("POST", "/api/run?" + name + "=" + name, "{}");
    service.run(name, "x");
    service.run("javascript", "x", body -> body.put("runtime", name));
    service.run("javascript", "x", body -> body.put("template", name));
    service.run("javascript", "x", body -> body.put("policy", name));
    service.send(
        "POST", "/rpc", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\"}".formatted(name));
  }

  private static void awaitAvailable(String runtime) {
    await()
        .atMost(java.time.Duration.ofSeconds(90))
        .until(
            () ->
                service.run("python", "print(1)", body -> body.put("runtime", runtime)).status()
                    == 200);
  }

  private static double taken(String result) throws Exception {
    return service
        .metrics()
        .sum("codebeaker_pool_taken_total", "runtime", "python", "result", result);
  }

  private static double refused() throws Exception {
    return service.metrics().sum("codebeaker_rejected_total", "code", "TOO_MANY_SESSIONS");
  }
}
