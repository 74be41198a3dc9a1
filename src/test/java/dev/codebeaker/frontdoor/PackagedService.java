package dev.codebeaker.frontdoor;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codebeaker.testing.PackagedProgram;
import dev.codebeaker.testing.Ports;
import dev.codebeaker.testing.RpcClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The service as it is shipped, without containers, in a process, on a port and with a state
 * directory of its own.
 */
final class PackagedService implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path directory;
  private final int port;
  private final Process process;

  private PackagedService(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** What the service said: its status and its body. */
  record Reply(int status, JsonNode body) {
    String text(String field) {
      return body.path(field).asText();
    }
  }

  static PackagedService start(String engine) {
    try {
      Path directory = Files.createTempDirectory("codebeaker-front-door");
      return start(List.of(), directory, Map.of("CODEBEAKER_WASM_ENGINE", engine));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** With runtimes of processes, whose jails run as users that have to reach its directory. */
  static PackagedService startWithJails(Map<String, String> environment) throws IOException {
    Path directory = Files.createTempDirectory("codebeaker-front-door");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    return start(List.of(), directory, environment);
  }

  /**
   * @param prefix the command that starts the service as somebody else, or somewhere else
   * @param directory where its state is
   */
  static PackagedService start(List<String> prefix, Path directory, Map<String, String> environment)
      throws IOException {
    int port = Ports.free();
    return new PackagedService(directory, port, launch(prefix, directory, port, environment))
        .started();
  }

  private static Process launch(
      List<String> prefix, Path directory, int port, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(PackagedProgram.command("serve", "--port", Integer.toString(port)));
    ProcessBuilder builder = new ProcessBuilder(command);
    // Interpreters wait in containers where the machine has an engine, and would be counted as
    // left.
    builder.environment().put("CODEBEAKER_CONTAINER_ENABLED", "false");
    builder.environment().putAll(environment);
    builder
        .environment()
        .put("CODEBEAKER_WORKSPACE_STATE_DIRECTORY", directory.resolve("state").toString());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("service.log").toFile())
        .start();
  }

  Path directory() {
    return directory;
  }

  /** Of services that share its state directory, dead ones among them if they were not swept. */
  List<String> instanceNames() throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve("state"))) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("instance-"))
          .toList();
    }
  }

  int instances() throws IOException {
    return instanceNames().size();
  }

  private PackagedService started() {
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    await()
        .atMost(PATIENCE)
        .ignoreException(ConnectException.class)
        .until(() -> status("/q/health/started") == 200);
    return this;
  }

  /** Waits until code in this language is served: bases are built in the background. */
  PackagedService awaitReady(String language) {
    await().atMost(PATIENCE).until(() -> run(language, "", _ -> {}).status() == 200);
    return this;
  }

  Reply run(String language, String code, Consumer<ObjectNode> more) {
    ObjectNode body = JSON.createObjectNode().put("language", language).put("code", code);
    more.accept(body);
    return send("POST", "/api/run", body.toString());
  }

  Reply run(String language, String code) {
    return run(language, code, _ -> {});
  }

  Reply send(String method, String path, String body) {
    return send(method, path, BodyPublishers.ofString(body));
  }

  Reply send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder building =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .method(method, body);
    HttpRequest request = (headers.length == 0 ? building : building.headers(headers)).build();
    try {
      HttpResponse<String> answer = client.send(request, ofString());
      String text = answer.body().isEmpty() ? "{}" : answer.body();
      return new Reply(answer.statusCode(), JSON.readTree(text));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  RpcClient connect() {
    return RpcClient.connect(URI.create("ws://127.0.0.1:" + port + "/rpc"));
  }

  /** Where Prometheus finds it. */
  String address() {
    return "127.0.0.1:" + port;
  }

  Samples metrics() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address() + "/q/metrics")).build();
    return Samples.parse(client.send(request, ofString()).body());
  }

  /** What it has logged so far. */
  List<String> log() throws IOException {
    return Files.readAllLines(directory.resolve("service.log"));
  }

  int status(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return client.send(request, ofString()).statusCode();
  }

  /** The processes it has started that live now. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** As the kernel does it where memory runs out: without a word to the service. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** The directories of sessions that are on disk now. */
  long sessionDirectories() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("state"))) {
      return all.filter(path -> path.getFileName().toString().equals("workspace")).count();
    }
  }

  /** The files, sockets and pipes the process holds; Linux only. */
  long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return all.count();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    client.close();
  }
}
