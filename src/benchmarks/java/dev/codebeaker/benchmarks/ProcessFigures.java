package dev.codebeaker.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the process runtimes cost, each beside the bare tool from start to exit. */
final class ProcessFigures {
  private static final int HELLOS = 150;
  private static final int TURNS = 1000;
  private static final int OPEN_AT_ONCE = 200;
  private static final long SUSTAINED_MILLIS = 60_000;

  /** A tool of this machine and the runtime that jails it. */
  private record Tool(String runtime, String language, String hello, String turn, BareTool bare) {
    static List<Tool> all() {
      return List.of(
          script("bun", "bun"),
          script("deno", "deno", "run", "--no-prompt", "--cached-only", "--no-config", "--no-lock"),
          script("node", "node"),
          new Tool("python", "python", "print('hello')", "1+1", BareTool.PYTHON));
    }

    private static Tool script(String name, String... command) {
      String hello = "console.log('hello')";
      return new Tool(
          name, "javascript", hello, "1+1", BareTool.onFile(name, "hello.js", hello, command));
    }
  }

  private static final long CALM_NANOS = 60_000_000;

  private final HttpClient client;
  private final Report report;
  private final ServiceProcess service;
  private final RpcSocket socket;

  ProcessFigures(HttpClient client, Report report, ServiceProcess service, RpcSocket socket) {
    this.client = client;
    this.report = report;
    this.service = service;
    this.socket = socket;
  }

  void all() throws Exception {
    for (Tool tool : Tool.all()) {
      if (SessionCalls.isAvailable(socket, tool.runtime(), tool.language())) {
        hello(tool);
        firstByte(tool);
        turn(tool);
      }
    }
    sustained();
    manySessions();
    try (ServiceProcess cold =
        ServiceProcess.start(
            client,
            Map.of("CODEBEAKER_PROCESS_POOL_MIN", "0", "CODEBEAKER_PROCESS_POOL_MAX", "0"))) {
      cold(cold);
    }
    new JailOverhead(client, report).measure();
  }

  private void hello(Tool tool) throws Exception {
    Optional<Samples> bare = tool.bare().measure(60);
    String session = SessionCalls.session(socket, tool.runtime(), tool.language());
    Samples samples =
        Samples.of(10, HELLOS, () -> SessionCalls.execute(socket, session, tool.hello(), Optional.empty()));
    report.ratio(
        "hello in an open " + tool.runtime() + " session, a fresh program each",
        samples,
        "bare " + tool.runtime(),
        bare,
        "≤ 1.3 ×");
    SessionCalls.close(socket, session);
  }

  private void firstByte(Tool tool) throws Exception {
    double[] millis = new double[60];
    for (int i = -40; i < millis.length; i++) {
      awaitWaiting(tool.runtime());
      ObjectNode params =
          RpcSocket.object()
              .put("language", tool.language())
              .put("runtime", tool.runtime())
              .put("code", tool.hello())
              .put("stream", true);
      long begun = System.nanoTime();
      long first = socket.firstOutput(() -> socket.call("execution.run", params));
      if (i >= 0) {
        millis[i] = (first - begun) / 1e6;
      }
    }
    report.row(
        "one-shot on " + tool.runtime() + " from the warm pool, to its first output",
        Samples.sorted(millis).shown(),
        "",
        tool.runtime().equals("deno") ? "" : "≤ 3 ms");
  }

  /**
   * Until an interpreter waits and no other is being started. It asks all the time: a machine that
   * has slept for so long takes half a millisecond to wake up, for each process anew.
   */
  private void awaitWaiting(String runtime) throws Exception {
    while (SessionCalls.runtime(socket, runtime).path("details").path("waiting").asInt() == 0) {
      socket.ping();
    }
    long end = System.nanoTime() + CALM_NANOS;
    while (System.nanoTime() < end) {
      socket.ping();
    }
  }

  private void turn(Tool tool) throws Exception {
    String session = SessionCalls.session(socket, tool.runtime(), tool.language());
    Samples samples =
        Samples.of(
            300, TURNS, () -> SessionCalls.execute(socket, session, tool.turn(), Optional.of("main")));
    report.row(
        "turn `1+1` in a live context on " + tool.runtime(),
        samples.shown(),
        "",
        "≤ 1.0 ms, p99 ≤ 10 ms");
    SessionCalls.close(socket, session);
  }

  private void sustained() throws Exception {
    report.row(
        "one-shots in python on python, 8 at once, for a minute",
        String.format(
            Locale.ROOT,
            "%.0f/s",
            perSecond(service, SUSTAINED_MILLIS, "python", "python", "print('hello')")),
        besides(BareTool.PYTHON),
        "≥ 100/s");
  }

  private static String besides(BareTool tool) throws InterruptedException {
    OptionalDouble rate = tool.perSecond(8, 5_000);
    return rate.isPresent()
        ? String.format(
            Locale.ROOT, "bare %s, 8 at once: %.0f/s", tool.name(), rate.getAsDouble())
        : "";
  }

  private void manySessions() throws Exception {
    List<String> sessions = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < OPEN_AT_ONCE; i++) {
      String session = SessionCalls.session(socket, "python", "python");
      SessionCalls.execute(socket, session, "x = " + i, Optional.of("main"));
      sessions.add(session);
    }
    double opened = (System.nanoTime() - begun) / 1e9;
    JsonNode last = SessionCalls.execute(socket, sessions.get(77), "x", Optional.of("main"));
    int open = SessionCalls.runtime(socket, "python").path("open").asInt();
    for (String session : sessions) {
      SessionCalls.close(socket, session);
    }
    report.row(
        OPEN_AT_ONCE + " jailed Python sessions open at once",
        String.format(Locale.ROOT, "%d open, opened in %.1f s", open, opened),
        "the 78th still holds "
            + last.path("value").asText()
            + "; "
            + SessionCalls.runtime(socket, "python").path("open").asInt()
            + " open after closing",
        "200, closed clean");
  }

  private void cold(ServiceProcess cold) throws Exception {
    report.row(
        "cold jailed hellos on bun, 8 at once, no pool",
        String.format(
            Locale.ROOT,
            "%.0f/s",
            perSecond(cold, 20_000, "javascript", "bun", "console.log('hello')")),
        besides(BareTool.BUN),
        "≥ 100/s");
  }

  private double perSecond(
      ServiceProcess target, long forMillis, String language, String runtime, String code)
      throws Exception {
    return new Throughput(client, target)
        .perSecond(8, forMillis, own -> one(own, language, runtime, code));
  }

  private static void one(RpcSocket socket, String language, String runtime, String code)
      throws Exception {
    JsonNode result =
        socket.call(
            "execution.run",
            RpcSocket.object()
                .put("language", language)
                .put("runtime", runtime)
                .put("code", code));
    if (!result.path("stdout").asText().equals("hello\n")) {
      throw new IllegalStateException(result.toString());
    }
  }
}
