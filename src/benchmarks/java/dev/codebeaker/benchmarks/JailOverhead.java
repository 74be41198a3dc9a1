package dev.codebeaker.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a fresh jail costs: the same one-shot of /bin/true on services that differ in nothing but the
 * confinement, one of which has none, by turns.
 */
public final class JailOverhead {
  private static final int WARM_UP = 1000;
  private static final int RUNS = 300;

  private final HttpClient client;
  private final Report report;

  JailOverhead(HttpClient client, Report report) {
    this.client = client;
    this.report = report;
  }

  /** Alone, printed and not written down. */
  public static void main(String[] args) throws Exception {
    new JailOverhead(HttpClient.newHttpClient(), new Report()).measure();
  }

  private record Tier(String name, String toReach, ServiceProcess service, RpcSocket socket)
      implements AutoCloseable {
    static Tier start(HttpClient client, String name, String toReach) throws Exception {
      Map<String, String> settings =
          new HashMap<>(
              Map.of(
                  "CODEBEAKER_SELECTION_POLICY", "trusted",
                  "CODEBEAKER_SAFETY_ACCEPT_UNCONFINED_CODE", "true",
                  "CODEBEAKER_PROCESS_JAIL_TIER", name,
                  "CODEBEAKER_PROCESS_JAIL_ALLOW_UNSANDBOXED", "true",
                  "CODEBEAKER_PROCESS_POOL_MIN", "0",
                  "CODEBEAKER_PROCESS_POOL_MAX", "0"));
      ServiceProcess service = ServiceProcess.start(client, settings);
      return new Tier(name, toReach, service, new RpcSocket(client, service.port()));
    }

    void run() throws Exception {
      ObjectNode params = RpcSocket.object().put("language", "executable").put("runtime", "native");
      params.putObject("command").put("type", "program").put("program", "/bin/true");
      if (!socket.call("execution.run", params).path("outcome").asText().equals("exited")) {
        throw new IllegalStateException("/bin/true did not run on " + name);
      }
    }

    @Override
    public void close() throws InterruptedException {
      socket.close();
      service.close();
    }
  }

  void measure() throws Exception {
    try (Tier none = Tier.start(client, "none", "");
        Tier bubblewrap = Tier.start(client, "bubblewrap", "≤ 6 ms more");
        Tier landlock = Tier.start(client, "landlock", "≤ 2 ms more")) {
      List<Tier> tiers = List.of(none, bubblewrap, landlock);
      for (Tier tier : tiers) {
        awaitAvailable(tier);
        Samples.of(WARM_UP, 1, tier::run);
      }
      List<Samples> samples = byTurns(tiers);
      for (int i = 1; i < tiers.size(); i++) {
        tell(tiers.get(i), samples.get(i), samples.getFirst());
      }
    }
  }

  private void awaitAvailable(Tier tier) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      try {
        tier.run();
        return;
      } catch (Exception notYet) {
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException("the tier " + tier.name() + " does not work here");
  }

  private static List<Samples> byTurns(List<Tier> tiers) throws Exception {
    double[][] millis = new double[tiers.size()][RUNS];
    for (int run = 0; run < RUNS; run++) {
      for (int i = 0; i < tiers.size(); i++) {
        millis[i][run] = Samples.of(0, 1, tiers.get(i)::run).p50();
      }
    }
    List<Samples> samples = new ArrayList<>();
    for (double[] each : millis) {
      samples.add(Samples.sorted(each));
    }
    return samples;
  }

  private void tell(Tier tier, Samples jailed, Samples free) {
    report.row(
        "/bin/true in a fresh jail of the tier " + tier.name() + ", over WebSocket",
        jailed.shown(),
        String.format(
            Locale.ROOT,
            "p50 %.2f ms more than without a jail (%s), by turns",
            jailed.p50() - free.p50(),
            free.shown()),
        tier.toReach());
  }
}
