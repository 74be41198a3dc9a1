package dev.codebeaker.benchmarks;

import java.io.File;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What it costs that one trace in ten is recorded and sent to a collector on the same machine: two
 * services, asked by turns. Needs an {@code otelcol} on the search path.
 */
public final class TelemetryCosts {
  private static final int ROUNDS = 16;
  private static final int WARM_UP_ROUNDS = 4;
  private static final int AT_ONCE = 8;
  private static final long ROUND_MILLIS = 2_000;
  private static final long WARM_UP_MILLIS = 6_000;
  private static final String CODE = "console.log('hello')";

  private final HttpClient client;
  private final Report report;

  TelemetryCosts(HttpClient client, Report report) {
    this.client = client;
    this.report = report;
  }

  /** Alone, printed and not written down. */
  public static void main(String[] args) throws Exception {
    new TelemetryCosts(HttpClient.newHttpClient(), new Report()).measure();
  }

  void measure() throws Exception {
    Optional<Path> program =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(directory -> Path.of(directory, "otelcol"))
            .filter(Files::isExecutable)
            .findFirst();
    if (program.isEmpty()) {
      System.out.println("NOT MEASURED: there is no otelcol on the PATH");
      return;
    }
    int port = ServiceProcess.freePort();
    Process collector = collector(program.get(), port);
    try (ServiceProcess plain = ServiceProcess.start(client);
        ServiceProcess traced =
            ServiceProcess.start(
                client,
                Map.of(
                    "CODEBEAKER_TELEMETRY_OTLP_ENDPOINT",
                    "http://127.0.0.1:" + port,
                    "CODEBEAKER_TELEMETRY_SAMPLING",
                    "0.1"))) {
      compare(new Throughput(client, plain), new Throughput(client, traced));
    } finally {
      collector.destroy();
    }
  }

  private void compare(Throughput plain, Throughput traced) throws Exception {
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      plain.perSecond(AT_ONCE, WARM_UP_MILLIS, TelemetryCosts::hello);
      traced.perSecond(AT_ONCE, WARM_UP_MILLIS, TelemetryCosts::hello);
    }
    double[] without = new double[ROUNDS];
    double[] with = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      boolean plainFirst = round % 2 == 0;
      if (plainFirst) {
        without[round] = plain.perSecond(AT_ONCE, ROUND_MILLIS, TelemetryCosts::hello);
      }
      with[round] = traced.perSecond(AT_ONCE, ROUND_MILLIS, TelemetryCosts::hello);
      if (!plainFirst) {
        without[round] = plain.perSecond(AT_ONCE, ROUND_MILLIS, TelemetryCosts::hello);
      }
    }
    double usual = median(without);
    double measured = median(with);
    report.row(
        "one-shots in javascript, 8 at once, one trace in ten sent to a collector",
        String.format(Locale.ROOT, "%.0f/s", measured),
        String.format(
            Locale.ROOT,
            "%+.1f %% of %.0f/s without, by turns",
            100 * (measured - usual) / usual,
            usual),
        "≥ -5 %");
  }

  private static void hello(RpcSocket socket) throws Exception {
    SessionCalls.run(socket, "javascript", CODE, Optional.empty());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
  }

  private static Process collector(Path program, int port) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "--config=observability/otel-collector.yaml")
            .redirectErrorStream(true)
            .redirectOutput(new File("target/benchmark-collector.log"));
    builder.environment().put("OTLP_LISTEN", "127.0.0.1:" + port);
    Process collector = builder.start();
    while (!answers(port)) {
      if (!collector.isAlive()) {
        throw new IllegalStateException("the collector ended; see target/benchmark-collector.log");
      }
      Thread.sleep(50);
    }
    return collector;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (java.io.IOException notYet) {
      return false;
    }
  }
}
