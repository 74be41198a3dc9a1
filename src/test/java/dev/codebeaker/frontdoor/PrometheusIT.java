package dev.codebeaker.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codebeaker.deployment.Dashboards;
import dev.codebeaker.runtime.wasm.wasmtime.EnginePackFixture;
import dev.codebeaker.testing.ObservingTool;
import dev.codebeaker.testing.RpcClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real Prometheus with the rules and the dashboards, at the packaged service. */
class PrometheusIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_SESSIONS = 8;

  /** Of a service in health: nobody has to move on. */
  private static final Set<String> EMPTY_IN_HEALTH = Set.of("Sessions that moved on");

  private static PackagedService service;
  private static Prometheus prometheus;

  @BeforeAll
  static void start() throws IOException {
    ObservingTool.PROMETHEUS.path();
    EnginePackFixture.pack();
    service =
        PackagedService.startWithJails(
            Map.of(
                "CODEBEAKER_WASM_ENGINE",
                "wasmtime",
                "CODEBEAKER_SESSION_MAX_SESSIONS",
                Integer.toString(MOST_SESSIONS)));
    service.awaitReady("javascript");
    prometheus = Prometheus.scraping(service);
  }

  /** Nothing was started where the tool is not there. */
  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
    if (service != null) {
      service.close();
    }
  }

  @Test
  void everyPanelShowsSomething() {
    await()
        .atMost(PATIENCE.multipliedBy(2))
        .untilAsserted(
            () -> {
              work();
              assertThat(panelsWithoutData()).isEqualTo(EMPTY_IN_HEALTH);
            });
  }

  /** A little of everything. */
  private static void work() {
    service.run("javascript", "console.log(1)");
    service.run("python", "print(1)", body -> body.put("runtime", "python"));
    service.run("javascript", "for (;;);", body -> body.putObject("limits").put("wallMs", 20));
    try (RpcClient client = service.connect()) {
      String session = client.session("javascript");
      client.execute(session, "1 + 1").result();
      client.call("session.close", params -> params.put("sessionId", session)).result();
      String python = client.session("python");
      turn(client, python, "x = 1");
      turn(client, python, "sum(range(10**12))"); // stopped hard, and put back
      client.call("session.close", params -> params.put("sessionId", python)).result();
    }
  }

  private static void turn(RpcClient client, String session, String code) {
    client
        .execute(
            session,
            code,
            params -> {
              params.putObject("limits").put("wallMs", 500);
              ((ObjectNode) params.path("command")).put("context", "main");
            })
        .result();
  }

  private static Set<String> panelsWithoutData() throws Exception {
    Set<String> without = new TreeSet<>();
    for (Dashboards.Panel panel : Dashboards.panels()) {
      for (String query : panel.queries()) {
        if (!prometheus.hasData(query.replace("$__rate_interval", Prometheus.WINDOW))) {
          without.add(panel.title());
        }
      }
    }
    return without;
  }

  @Test
  void whatIsNamedInRulesIsMeasured() throws Exception {
    work();
    Set<String> measured = service.metrics().names();

    assertThat(Dashboards.namesInRules())
        .filteredOn(name -> !name.equals("codebeaker_selections_moved_total"))
        .allSatisfy(name -> assertThat(measured).contains(name));
  }

  @Test
  void aFullServiceThatRefusesWorkRaisesTheAlarmAndNoneIsRaisedBefore() throws Exception {
    Set<String> capacity =
        Set.of("CodeBeakerNearlyFull", "CodeBeakerRefusesWork", "CodeBeakerAbsent");
    await().atMost(PATIENCE).until(() -> !prometheus.query("codebeaker_sessions_max").isEmpty());
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(prometheus.firing()).doesNotContainAnyElementsOf(capacity));

    List<String> sessions = new ArrayList<>();
    try (RpcClient client = service.connect()) {
      for (int i = 0; i < MOST_SESSIONS; i++) {
        sessions.add(client.session("javascript"));
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                refused(client, 10);
                assertThat(prometheus.firing())
                    .contains("CodeBeakerNearlyFull", "CodeBeakerRefusesWork");
              });
      sessions.forEach(id -> client.call("session.close", p -> p.put("sessionId", id)).result());
    }

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(prometheus.firing()).doesNotContainAnyElementsOf(capacity));
  }

  private static void refused(RpcClient client, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(client.call("session.create", p -> p.put("language", "javascript")).errorName())
          .isEqualTo("TOO_MANY_SESSIONS");
    }
  }

  @Test
  void manyStoppedProgramsRaiseTheAlarm() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (int i = 0; i < 10; i++) {
                service.run(
                    "javascript", "for (;;);", body -> body.putObject("limits").put("wallMs", 10));
              }
              assertThat(prometheus.firing())
                  .contains("CodeBeakerLimitsHit", "CodeBeakerErrorRatio");
            });
  }
}
