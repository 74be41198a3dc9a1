package dev.codebeaker.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What it costs that guests run in worker processes: a second service, with workers, asked by turns
 * with the first, which runs them in its own process.
 */
final class WorkerCosts {
  private static final Map<String, String> WORKERS =
      Map.of("CODEBEAKER_WASM_ISOLATION", "worker-pool");
  private static final int WARM_UP = 3000;
  private static final int ROUNDS = 20;
  private static final int IN_A_ROUND = 100;

  private final HttpClient client;
  private final RpcSocket inProcess;
  private final Report report;

  WorkerCosts(HttpClient client, RpcSocket inProcess, Report report) {
    this.client = client;
    this.inProcess = inProcess;
    this.report = report;
  }

  void measure() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(client, WORKERS);
        RpcSocket inWorkers = new RpcSocket(client, service.port())) {
      turns(inWorkers, "python", "x = 0");
      turns(inWorkers, "javascript", "let x = 0");
      oneShots(inWorkers, "python", "print('hello')");
      oneShots(inWorkers, "javascript", "console.log('hello')");
      List<Long> megabytes = service.proportionalMegabytesOfChildren();
      report.row(
          "memory of a worker process, after all this",
          megabytes + " MB (each shared page counted once)",
          megabytes.size() + " workers",
          "");
    }
  }

  private void turns(RpcSocket inWorkers, String language, String first) throws Exception {
    String here = session(inProcess, language);
    String there = session(inWorkers, language);
    turn(inProcess, here, first);
    turn(inWorkers, there, first);
    compare(
        "turn in a live context, " + language + ", guest in a worker",
        () -> turn(inProcess, here, "x += 1"),
        () -> turn(inWorkers, there, "x += 1"),
        "≤ 0.3 ms more");
    close(inProcess, here);
    close(inWorkers, there);
  }

  private void oneShots(RpcSocket inWorkers, String language, String code) throws Exception {
    compare(
        "fresh " + language + " sandbox + hello, guest in a worker",
        () -> run(inProcess, language, code),
        () -> run(inWorkers, language, code),
        "");
  }

  private void compare(String what, Samples.Work here, Samples.Work there, String goal)
      throws Exception {
    Samples.of(WARM_UP, 1, here);
    Samples.of(WARM_UP, 1, there);
    double[] without = new double[ROUNDS * IN_A_ROUND];
    double[] with = new double[ROUNDS * IN_A_ROUND];
    for (int round = 0; round < ROUNDS; round++) {
      int at = round * IN_A_ROUND;
      System.arraycopy(Samples.of(2, IN_A_ROUND, here).millis(), 0, without, at, IN_A_ROUND);
      System.arraycopy(Samples.of(2, IN_A_ROUND, there).millis(), 0, with, at, IN_A_ROUND);
    }
    Samples inside = Samples.sorted(without);
    Samples outside = Samples.sorted(with);
    report.row(
        what,
        outside.shown(),
        String.format(
            Locale.ROOT,
            "p50 %.2f ms more than in the service's process (%s), by turns",
            outside.p50() - inside.p50(),
            inside.shown()),
        goal);
  }

  private static String session(RpcSocket socket, String language) throws Exception {
    return socket
        .call("session.create", RpcSocket.object().put("language", language))
        .path("sessionId")
        .asText();
  }

  private static void turn(RpcSocket socket, String session, String code) throws Exception {
    ObjectNode command =
        RpcSocket.object().put("type", "execute").put("code", code).put("context", "main");
    ObjectNode params = RpcSocket.object().put("sessionId", session);
    params.set("command", command);
    requireSuccess(socket.call("session.execute", params).path("outcome").asText());
  }

  private static void run(RpcSocket socket, String language, String code) throws Exception {
    ObjectNode params = RpcSocket.object().put("language", language).put("code", code);
    requireSuccess(socket.call("execution.run", params).path("outcome").asText());
  }

  private static void requireSuccess(String outcome) {
    if (!outcome.equals("exited")) {
      throw new IllegalStateException("it ended otherwise: " + outcome);
    }
  }

  private static void close(RpcSocket socket, String session) throws Exception {
    socket.call("session.close", RpcSocket.object().put("sessionId", session));
  }
}
