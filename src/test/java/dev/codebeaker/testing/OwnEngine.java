package dev.codebeaker.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A container engine of a test's own, which it may stop, with images of the machine's engine. Only
 * the superuser can have one.
 */
public final class OwnEngine implements AutoCloseable {
  /**
   * Starts it where it sees neither the service's memory directory nor its processes: as good as on
   * another machine.
   */
  public static final List<String> ELSEWHERE =
      List.of(
          "sh",
          "-c",
          """
          unshare --mount --pid --fork --mount-proc --kill-child=TERM -- \
            sh -c 'mount -t tmpfs none /dev/shm && exec "$@"' sh "$@" &
          trap 'pkill -TERM -P $!' TERM
          wait; wait
          """,
          "sh");

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path directory;
  private final Path socket;
  private final List<String> command;
  private @Nullable Process process;

  private OwnEngine(Path directory, List<String> command) {
    this.directory = directory;
    this.socket = directory.resolve("engine.sock");
    this.command = command;
  }

  /**
   * @param prefix the command that starts it somewhere else
   * @param options beside its own socket and directories
   */
  public static OwnEngine start(List<String> prefix, String... options) throws Exception {
    requireSuperuserAndEngine();
    // Sockets have short names.
    Path directory = Files.createTempDirectory("cb-engine");
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("dockerd", "--bridge=none", "--iptables=false", "--ip6tables=false"));
    command.addAll(List.of("--data-root", directory.resolve("data").toString()));
    command.addAll(List.of("--exec-root", directory.resolve("exec").toString()));
    command.addAll(List.of("--pidfile", directory.resolve("pid").toString()));
    command.addAll(List.of("--host", "unix://" + directory.resolve("engine.sock")));
    command.addAll(Arrays.asList(options));
    OwnEngine engine = new OwnEngine(directory, command);
    engine.start();
    return engine;
  }

  private static void requireSuperuserAndEngine() throws Exception {
    boolean superuser = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    boolean required =
        Arrays.asList(System.getenv().getOrDefault("CODEBEAKER_REQUIRED_RUNTIMES", "").split(","))
            .contains("docker");
    assumeTrue(superuser, "only the superuser can start an engine");
    assumeTrue(required || run(List.of("docker", "version")) == 0, "there is no container engine");
  }

  /** Starts it, also again; returns when it answers. */
  public void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("engine.log").toFile()))
            .start();
    await().atMost(PATIENCE).until(() -> docker("version") == 0);
  }

  /** As an operator does it. Returns when it is gone. */
  public void stop() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    }
    process = null;
  }

  public URI address() {
    return URI.create("unix://" + socket);
  }

  /** Where it keeps what it has. */
  public Path directory() {
    return directory;
  }

  /** Copies an image of the machine's own engine. */
  public OwnEngine load(String image) throws Exception {
    Process save = new ProcessBuilder("docker", "save", image).start();
    Process load = new ProcessBuilder(command("load")).redirectErrorStream(true).start();
    try (var into = load.getOutputStream()) {
      save.getInputStream().transferTo(into);
    }
    String said = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (load.waitFor() != 0) {
      throw new IOException(said);
    }
    return this;
  }

  private List<String> command(String... arguments) {
    return Stream.concat(Stream.of("docker", "-H", address().toString()), Stream.of(arguments))
        .toList();
  }

  private int docker(String... arguments) throws Exception {
    return run(command(arguments));
  }

  /** The running containers with this label, by their names. */
  public List<String> containers(String label) throws IOException {
    List<String> list = command("ps", "--filter", "label=" + label, "--format", "{{.Names}}");
    Process ps = new ProcessBuilder(list).start();
    return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
  }

  /** The volumes with this label, by their names. */
  public List<String> volumes(String label) throws IOException {
    List<String> list =
        command("volume", "ls", "--filter", "label=" + label, "--format", "{{.Name}}");
    Process ls = new ProcessBuilder(list).start();
    return new String(ls.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
  }

  private static int run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  @Override
  public void close() throws Exception {
    stop();
    run(List.of("rm", "-rf", directory.toString()));
  }
}
