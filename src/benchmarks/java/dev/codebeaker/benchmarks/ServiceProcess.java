package dev.codebeaker.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The service as its users start it: ./codebeaker becomes the service's own process. */
final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final int port;
  private final double startMillis;

  private ServiceProcess(Process process, int port, double startMillis) {
    this.process = process;
    this.port = port;
    this.startMillis = startMillis;
  }

  /** As it is shipped. */
  static ServiceProcess start(HttpClient client) throws Exception {
    return start(client, Map.of());
  }

  /**
   * @param settings in the form of environment variables
   */
  static ServiceProcess start(HttpClient client, Map<String, String> settings) throws Exception {
    int port = freePort();
    List<String> command = List.of("./codebeaker", "serve", "--port", Integer.toString(port));
    File log = new File("target/benchmark-service.log");
    long start = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
    builder.environment().put("CODEBEAKER_SESSION_MAX_SESSIONS", "5000");
    builder.environment().put("CODEBEAKER_SESSION_MAX_SESSIONS_PER_OWNER", "5000");
    builder.environment().putAll(settings);
    Process process = builder.start();
    while (!isReady(client, port)) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the service ended; see " + log);
      }
      Thread.sleep(10);
    }
    return new ServiceProcess(process, port, (System.nanoTime() - start) / 1e6);
  }

  private static boolean isReady(HttpClient client, int port) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/started"))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** From starting the process to the first 200 of its start-up probe. */
  double startMillis() {
    return startMillis;
  }

  long residentMegabytes() throws IOException {
    try (Stream<String> lines = Files.lines(proc("status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum()
          / 1024;
    }
  }

  /** Resident memory with what is shared counted once: what the machine has less of. */
  long proportionalMegabytes() throws IOException {
    return proportionalMegabytes(process.pid());
  }

  /** The same for each process that the service has started. */
  List<Long> proportionalMegabytesOfChildren() throws IOException {
    List<Long> megabytes = new ArrayList<>();
    for (ProcessHandle child : process.descendants().toList()) {
      megabytes.add(proportionalMegabytes(child.pid()));
    }
    return megabytes;
  }

  private static long proportionalMegabytes(long pid) throws IOException {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      return lines
              .filter(line -> line.startsWith("Pss:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum()
          / 1024;
    }
  }

  /** What it holds, to be compared with what it held. */
  String state() throws IOException {
    return "%d MB, %d descriptors, %d mappings, %d processes"
        .formatted(
            residentMegabytes(), descriptors(), mappings(), process.descendants().count());
  }

  private int descriptors() {
    String[] names = proc("fd").toFile().list();
    return names == null ? 0 : names.length;
  }

  private long mappings() throws IOException {
    try (Stream<String> lines = Files.lines(proc("maps"))) {
      return lines.count();
    }
  }

  private Path proc(String name) {
    return Path.of("/proc", Long.toString(process.pid()), name);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
