package dev.codebeaker.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.frontdoor.PackagedService.Reply;
import dev.codebeaker.testing.OwnEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service on a container engine, and the end of either of them. */
abstract class ServiceOnEngine {
  private static final int SESSIONS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private Path directory;
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final List<PackagedService> services = new ArrayList<>();
  private final List<String> where;
  private OwnEngine engine;

  /**
   * @param where the command that starts the engine somewhere
   */
  ServiceOnEngine(List<String> where) {
    this.where = where;
  }

  @BeforeEach
  void open() throws Exception {
    engine = OwnEngine.start(where).load("codebeaker/python");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void close() throws Exception {
    services.forEach(PackagedService::close);
    clients.shutdownNow();
    if (engine != null) {
      engine.close();
    }
  }

  private PackagedService start(String name) throws IOException {
    Path own = Files.createDirectories(directory.resolve(name));
    PackagedService service =
        PackagedService.start(
            List.of(),
            own,
            Map.of(
                "CODEBEAKER_CONTAINER_ENABLED",
                "true",
                "CODEBEAKER_CONTAINER_ENGINE",
                engine.address().toString(),
                "CODEBEAKER_CONTAINER_PULL",
                "never",
                "CODEBEAKER_CONTAINER_WATCH_INTERVAL",
                "1s",
                "CODEBEAKER_WASM_ENGINE",
                "java",
                "CODEBEAKER_PROCESS_ENABLED",
                "false"));
    services.add(service);
    awaitServing(service);
    return service;
  }

  private static void awaitServing(PackagedService service) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(run(service, "print(6 * 7)").text("stdout")).isEqualTo("42\n"));
  }

  private static Reply run(PackagedService service, String code) {
    return service.run("python", code, body -> body.put("runtime", "docker"));
  }

  /** A session each, in which a program sleeps that no other test knows. */
  private List<CompletableFuture<Reply>> sleepers(
      PackagedService service, int count, String seconds) throws IOException {
    List<CompletableFuture<Reply>> replies =
        IntStream.range(0, count)
            .mapToObj(
                _ -> CompletableFuture.supplyAsync(() -> run(service, sleep(seconds)), clients))
            .toList();
    await().atMost(PATIENCE).until(() -> asleep(seconds) == count);
    return replies;
  }

  private static String sleep(String seconds) {
    return "import os; os.execv('/bin/sleep', ['sleep', '" + seconds + "'])";
  }

  private static String seconds() {
    return Integer.toString(100_000 + (int) (System.nanoTime() % 800_000));
  }

  private static long asleep(String seconds) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
          .filter(path -> commandLine(path).startsWith("sleep\0" + seconds))
          .count();
    }
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  private List<String> containers(PackagedService service) throws IOException {
    return engine.containers("codebeaker.state=" + service.directory().resolve("state"));
  }

  private List<String> volumes(PackagedService service) throws IOException {
    return engine.volumes("codebeaker.state=" + service.directory().resolve("state"));
  }

  @Test
  void noContainerOutlivesItsServiceThatIsKilled() throws Exception {
    PackagedService service = start("killed");
    PackagedService beside = start("beside");
    String seconds = seconds();
    String neighbours = "1" + seconds;
    sleepers(beside, 1, neighbours);
    sleepers(service, SESSIONS, seconds);
    List<String> before = containers(service);
    assertThat(before).hasSizeGreaterThanOrEqualTo(SESSIONS);
    List<String> volumesBefore = volumes(service);

    service.kill();
    PackagedService again = start("killed");

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(containers(again)).doesNotContainAnyElementsOf(before));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(volumes(again)).noneMatch(volumesBefore::contains));
    assertThat(asleep(seconds)).isZero();
    assertThat(again.instances()).isEqualTo(1);
    assertThat(asleep(neighbours)).isEqualTo(1);
    assertThat(containers(beside)).isNotEmpty();
    assertThat(run(beside, "print(6 * 7)").text("stdout")).isEqualTo("42\n");
  }

  @Test
  void everyClientIsAnsweredWhenTheEngineStopsAndServedWhenItIsBack() throws Exception {
    PackagedService service = start("stopped");
    List<CompletableFuture<Reply>> running = sleepers(service, 10, seconds());

    CompletableFuture<Void> stopping = CompletableFuture.runAsync(this::stopEngine, clients);
    List<Reply> replies = new ArrayList<>();
    for (CompletableFuture<Reply> reply : running) {
      replies.add(reply.get(10, TimeUnit.SECONDS));
    }
    assertThat(replies)
        .allSatisfy(
            reply -> {
              assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
              assertThat(reply.text("outcome")).isEqualTo("signalled");
            });
    stopping.get(60, TimeUnit.SECONDS);
    Reply refused =
        CompletableFuture.supplyAsync(() -> run(service, "print(1)"), clients)
            .get(10, TimeUnit.SECONDS);
    assertThat(refused.status()).as("%s", refused.body()).isIn(502, 503);

    engine.start();
    awaitServing(service);
  }

  private void stopEngine() {
    try {
      engine.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
