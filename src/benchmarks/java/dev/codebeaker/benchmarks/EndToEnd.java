package dev.codebeaker.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the packaged service over real sockets, each figure beside the bare tool in the same
 * run, and writes the table of docs/performance.md.
 */
public final class EndToEnd {
  /** What workers cost beside this, {@link WorkerCosts} tells. */
  private static final Map<String, String> IN_PROCESS =
      Map.of("CODEBEAKER_WASM_ISOLATION", "in-process");

  /** Enough calls for the JVM to have compiled what they run through. */
  private static final int WARM_UP = 1500;

  private static final String HELLO_TS = "const text: string = 'hello';\nconsole.log(text);";
  private static final String PANDAS =
      "import pandas\nprint(pandas.DataFrame({'a': [1, 2, 39]}).a.sum())";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Report report = new Report();
  private final ServiceProcess service;
  private final RpcSocket socket;

  private EndToEnd() throws Exception {
    service = ServiceProcess.start(client, IN_PROCESS);
    socket = new RpcSocket(client, service.port());
  }

  public static void main(String[] args) throws Exception {
    EndToEnd run = new EndToEnd();
    try {
      run.waitForPython();
      run.fresh();
      run.turns();
      run.output();
      run.files();
      run.throughput();
      run.stops();
      run.processes();
      ContainerFigures.docker(run.client, run.report).all();
      ContainerFigures.gvisor(run.client, run.report).all();
      run.manyContexts();
      run.cycles();
      new WorkerCosts(run.client, run.socket, run.report).measure();
      new TelemetryCosts(run.client, run.report).measure();
      run.start();
    } finally {
      run.socket.close();
      run.service.close();
    }
    run.report.write("table");
  }

  private void waitForPython() throws Exception {
    for (int i = 0; i < 1200; i++) {
      if (isAvailable("python") && isAvailable("typescript")) {
        return;
      }
      Thread.sleep(500);
    }
    throw new IllegalStateException("python did not become available");
  }

  private boolean isAvailable(String language) throws Exception {
    for (JsonNode entry : socket.call("language.list", RpcSocket.object()).path("languages")) {
      if (entry.path("name").asText().equals(language)) {
        return entry.path("available").asBoolean();
      }
    }
    return false;
  }

  private JsonNode run(String language, String code) throws Exception {
    return SessionCalls.run(socket, language, code, Optional.empty());
  }

  private void fresh() throws Exception {
    Optional<Samples> python = BareTool.PYTHON.measure(60);
    Optional<Samples> bun = BareTool.BUN.measure(60);
    Optional<Samples> pandas = BareTool.PANDAS.measure(10);
    report.ratio(
        "fresh Python sandbox + hello",
        Samples.of(WARM_UP, 500, () -> run("python", "print('hello')")),
        "bare python3",
        python,
        "≤ 0.3 ×, p99 ≤ 2 ×");
    report.ratio(
        "fresh JavaScript sandbox + hello",
        Samples.of(WARM_UP, 500, () -> run("javascript", "console.log('hello')")),
        "bare bun",
        bun,
        "≤ 0.3 ×");
    report.ratio(
        "fresh TypeScript sandbox + hello",
        Samples.of(WARM_UP, 500, () -> run("typescript", HELLO_TS)),
        "bare bun",
        bun,
        "≤ 0.3 ×");
    String module = module();
    report.row(
        "a user's WASM module, compiled before, + hello",
        Samples.of(WARM_UP, 500, () -> run("wasm", module)).shown(),
        "",
        "≤ 1 ms");
    report.ratio(
        "fresh python-data sandbox + a pandas sum",
        Samples.of(
            WARM_UP / 10, 200, () -> SessionCalls.run(socket, "python", PANDAS, Optional.of("python-data"))),
        "bare python3 with pandas",
        pandas,
        "≤ 0.05 ×");
  }

  private static String module() throws Exception {
    byte[] bytes = Files.readAllBytes(Path.of("src/test/resources/corpus/hello/main.wasm"));
    return Base64.getEncoder().encodeToString(bytes);
  }

  private String session(String language) throws Exception {
    return socket
        .call("session.create", RpcSocket.object().put("language", language))
        .path("sessionId")
        .asText();
  }

  private void close(String session) throws Exception {
    socket.call("session.close", RpcSocket.object().put("sessionId", session));
  }

  private JsonNode turn(String session, String code) throws Exception {
    return execute(session, code, RpcSocket.object());
  }

  private JsonNode execute(String session, String code, ObjectNode params) throws Exception {
    ObjectNode command =
        RpcSocket.object().put("type", "execute").put("code", code).put("context", "main");
    params.put("sessionId", session).set("command", command);
    return socket.call("session.execute", params);
  }

  private void turns() throws Exception {
    Samples echo = Samples.of(500, 2000, socket::ping);
    report.row("WebSocket ping and pong of the same server", echo.shown(), "", "");
    for (String[] language :
        new String[][] {
          {"python", "x = 0", "x += 1", "0.5"}, {"javascript", "let x = 0", "x += 1", "0.4"}
        }) {
      String session = session(language[0]);
      turn(session, language[1]);
      Samples samples = Samples.of(6 * WARM_UP, 2000, () -> turn(session, language[2]));
      report.row(
          "turn in a live context, " + language[0],
          samples.shown(),
          String.format(Locale.ROOT, "%.2f ms above the ping", samples.p50() - echo.p50()),
          "≤ " + language[3] + " ms, p99 ≤ 5 ms");
      close(session);
    }
  }

  private void processes() throws Exception {
    new ProcessFigures(client, report, service, socket).all();
  }

  private void output() throws Exception {
    String session = session("python");
    turn(session, "line = 'y' * 99");
    Samples samples =
        Samples.of(
            3,
            30,
            () ->
                execute(
                    session,
                    "for _ in range(10000): print(line)",
                    RpcSocket.object().put("stream", true)));
    report.row(
        "1 MB of streamed output, 10 000 lines",
        samples.shown(),
        String.format(Locale.ROOT, "%.0f MB/s", 1000 / samples.p50()),
        "");
    close(session);
  }

  private void files() throws Exception {
    String session = session("python");
    String content = "z".repeat(10_240);
    Samples samples =
        Samples.of(
            WARM_UP,
            500,
            () -> {
              file(session, RpcSocket.object().put("type", "write_file").put("content", content));
              file(session, RpcSocket.object().put("type", "read_file"));
            });
    report.row("write and read a file of 10 KB", samples.shown(), "two calls", "≤ 1 ms");
    close(session);
  }

  private void file(String session, ObjectNode command) throws Exception {
    ObjectNode params = RpcSocket.object().put("sessionId", session);
    params.set("command", command.put("path", "note.txt"));
    socket.call("session.execute", params);
  }

  private void throughput() throws Exception {
    String[][] programs = {
      {"python", "print('hello')", "≥ 500/s at 8"},
      {"javascript", "console.log('hello')", "≥ 1500/s at 8"},
      {"wasm", module(), ""}
    };
    Throughput throughput = new Throughput(client, service);
    for (String[] program : programs) {
      for (int concurrency : new int[] {1, 8, 32}) {
        double perSecond = 
            throughput.perSecond(
                concurrency,
                4_000,
                own -> SessionCalls.run(own, program[0], program[1], Optional.empty()));
        report.row(
            "one-shots in " + program[0] + ", " + concurrency + " at once",
            String.format(Locale.ROOT, "%.0f/s", perSecond),
            "client and service on the same two cores",
            program[2]);
      }
    }
  }

  private void stops() throws Exception {
    String[][] endless = {
      {"python", "while True: pass"},
      {"python", "import time; time.sleep(60)"},
      {"python", "input()"},
      {"python", "sum(range(10**12))"},
      {"javascript", "for (;;);"}
    };
    for (String[] program : endless) {
      String session = session(program[0]);
      turn(session, program[0].equals("python") ? "kept = 41" : "var kept = 41");
      double[] late = new double[20];
      double[] back = new double[20];
      String state = "";
      for (int i = 0; i < late.length; i++) {
        ObjectNode params = RpcSocket.object();
        params.putObject("limits").put("wallMs", 100);
        long start = System.nanoTime();
        JsonNode result = execute(session, program[1], params);
        late[i] = (System.nanoTime() - start) / 1e6 - 100;
        start = System.nanoTime();
        JsonNode value = turn(session, "kept + 1");
        back[i] = (System.nanoTime() - start) / 1e6;
        state = result.path("context").path("state").asText();
        if (!value.path("value").asText().equals("42")) {
          throw new IllegalStateException("the context lost its state: " + value);
        }
      }
      report.row(
          "past the deadline: `" + program[1] + "`",
          Samples.sorted(late).shown(),
          "context " + state + ", next turn " + Samples.sorted(back).shown(),
          "hard ≤ 20 ms, then ≤ 10 ms");
      close(session);
    }
  }

  private void manyContexts() throws Exception {
    long before = service.proportionalMegabytes();
    List<String> sessions = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      String session = session("python");
      turn(session, "x = " + i);
      sessions.add(session);
    }
    long held = service.proportionalMegabytes();
    long resident = service.residentMegabytes();
    String last = turn(sessions.get(777), "x").path("value").asText();
    for (String session : sessions) {
      close(session);
    }
    report.row(
        "1000 live Python contexts",
        held + " MB (each shared page counted once)",
        "%d MB before; %d MB as RSS counts; the 778th still holds %s; %d MB after closing"
            .formatted(before, resident, last, service.proportionalMegabytes()),
        "≤ 3 GB");
  }

  private void cycles() throws Exception {
    for (int i = 0; i < 200; i++) {
      run("python", "print('hello')");
    }
    String before = service.state();
    for (int i = 0; i < 2000; i++) {
      String session = session("python");
      turn(session, "x = 1");
      close(session);
    }
    report.row("2000 sessions opened, used and closed", service.state(), "before: " + before, "as before");
  }

  private void start() throws Exception {
    double[] millis = new double[5];
    for (int i = 0; i < millis.length; i++) {
      try (ServiceProcess again = ServiceProcess.start(client)) {
        millis[i] = again.startMillis();
      }
    }
    Arrays.sort(millis);
    report.row(
        "service start, to the first 200 of its start-up probe",
        String.format(Locale.ROOT, "%.0f ms", millis[millis.length / 2]),
        "JVM mode, engine prepared before",
        "");
  }
}
