package dev.codebeaker.benchmarks;

import java.net.http.HttpClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What sessions in containers of one runtime cost, beside the engine's own client and the bare tool. */
final class ContainerFigures {
  private static final String PYTHON = "python";
  private static final String HELLO = "print('hello')";
  private static final int FROM_POOL = 40;
  private static final int COLD = 15;
  private static final int SESSIONS = 100;
  private static final int AT_ONCE = 5;
  private static final long CALM_MILLIS = 300;

  private final HttpClient client;
  private final Report report;
  private final String runtime;
  private final BareTool run;
  private final String toReach;
  private final List<CompiledHello> compiled;

  private ContainerFigures(
      HttpClient client,
      Report report,
      String runtime,
      String ociRuntime,
      String toReach,
      List<CompiledHello> compiled) {
    this.client = client;
    this.report = report;
    this.runtime = runtime;
    this.run = run(ociRuntime);
    this.toReach = toReach;
    this.compiled = compiled;
  }

  static ContainerFigures docker(HttpClient client, Report report) {
    return new ContainerFigures(client, report, "docker", "runc", "≤ 15 ms", CompiledHello.ALL);
  }

  static ContainerFigures gvisor(HttpClient client, Report report) {
    return new ContainerFigures(client, report, "gvisor", "runsc", "≤ 25 ms", List.of());
  }

  private static BareTool run(String ociRuntime) {
    return new BareTool(
        "docker run --rm --runtime=" + ociRuntime,
        List.of(
            "docker", "run", "--rm", "--runtime", ociRuntime, "--network", "none",
            "codebeaker/python", "python3", "-c", HELLO));
  }

  /** Nothing where no engine is. */
  void all() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(client)) {
      RpcSocket socket = new RpcSocket(client, service.port());
      if (SessionCalls.isAvailable(socket, runtime, PYTHON)) {
        fromPool(socket);
        second(socket);
        manySessions(service);
      }
      for (CompiledHello hello : compiled) {
        hello.measure(socket, report, runtime);
      }
      socket.close();
    }
    try (ServiceProcess cold =
        ServiceProcess.start(
            client,
            Map.of("CODEBEAKER_PROCESS_POOL_MIN", "0", "CODEBEAKER_PROCESS_POOL_MAX", "0"))) {
      RpcSocket socket = new RpcSocket(client, cold.port());
      if (SessionCalls.isAvailable(socket, runtime, PYTHON)) {
        cold(socket);
      }
      socket.close();
    }
  }

  private void fromPool(RpcSocket socket) throws Exception {
    double[] millis = new double[FROM_POOL];
    for (int i = -10; i < millis.length; i++) {
      awaitWaiting(socket);
      long begun = System.nanoTime();
      String session = SessionCalls.session(socket, runtime, PYTHON);
      SessionCalls.execute(socket, session, HELLO, Optional.empty());
      if (i >= 0) {
        millis[i] = (System.nanoTime() - begun) / 1e6;
      }
      SessionCalls.close(socket, session);
    }
    report.row(
        "Python session of " + runtime + " from the warm pool, created + hello",
        Samples.sorted(millis).shown(),
        "",
        toReach);
  }

  private void awaitWaiting(RpcSocket socket) throws Exception {
    while (SessionCalls.runtime(socket, runtime).path("details").path("waiting").asInt() < 2) {
      socket.ping();
    }
    long end = System.nanoTime() + CALM_MILLIS * 1_000_000;
    while (System.nanoTime() < end) {
      socket.ping();
    }
  }

  private void second(RpcSocket socket) throws Exception {
    Optional<Samples> bare = BareTool.PYTHON.measure(60);
    String session = SessionCalls.session(socket, runtime, PYTHON);
    report.ratio(
        "hello in an open Python session of " + runtime + ", a fresh program each",
        Samples.of(
            10, 100, () -> SessionCalls.execute(socket, session, HELLO, Optional.empty())),
        "bare python",
        bare,
        "≤ 1.3 ×");
    report.row(
        "turn `1+1` in a live context of " + runtime,
        Samples.of(300, 1000, () -> SessionCalls.execute(socket, session, "1+1", Optional.of("main")))
            .shown(),
        "",
        "");
    SessionCalls.close(socket, session);
  }

  private void cold(RpcSocket socket) throws Exception {
    Optional<Samples> bare = run.measure(COLD);
    report.ratio(
        "cold Python session of " + runtime + ", created + hello, no pool",
        Samples.of(
            3,
            COLD,
            () -> {
              String session = SessionCalls.session(socket, runtime, PYTHON);
              SessionCalls.execute(socket, session, HELLO, Optional.empty());
              SessionCalls.close(socket, session);
            }),
        run.name(),
        bare,
        "≤ 1.15 ×");
  }

  private void manySessions(ServiceProcess service) throws Exception {
    long begun = System.nanoTime();
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<? extends Future<?>> all =
          IntStream.range(0, AT_ONCE).mapToObj(i -> workers.submit(() -> loop(service))).toList();
      for (Future<?> each : all) {
        each.get();
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    RpcSocket socket = new RpcSocket(client, service.port());
    int open = SessionCalls.runtime(socket, runtime).path("open").asInt();
    socket.close();
    report.row(
        SESSIONS + " sessions of " + runtime + " opened, used and closed, " + AT_ONCE + " at once",
        String.format(Locale.ROOT, "%.1f s, %.1f/s", seconds, SESSIONS / seconds),
        open + " open afterwards",
        "0");
  }

  private Void loop(ServiceProcess service) throws Exception {
    RpcSocket socket = new RpcSocket(client, service.port());
    for (int i = 0; i < SESSIONS / AT_ONCE; i++) {
      String session = SessionCalls.session(socket, runtime, PYTHON);
      SessionCalls.execute(socket, session, HELLO, Optional.empty());
      SessionCalls.close(socket, session);
    }
    socket.close();
    return null;
  }
}
