package dev.codebeaker.runtime.process.container;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codebeaker.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A registry of images, on this machine, and what is done by hand beside the service. */
final class Registry implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

  private static final String OPEN =
      """
      version: 0.1
      log: {level: error}
      storage: {filesystem: {rootdirectory: %s}}
      http: {addr: "127.0.0.1:%d"}
      """;

  /** The user "nobody", whose password nobody knows. */
  private static final String LOCK =
      """
      auth: {htpasswd: {realm: test, path: %s}}
      """;

  private static final String USERS =
      "nobody:$2y$05$abcdefghijklmnopqrstuuWjPnHdZ8u0b8Yb3Wm7yq1nE7m1m5u4u\n";

  private final int port;
  private final Process process;

  private Registry(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  static Registry open(Path directory) throws IOException {
    return start(directory, "");
  }

  /** One that shows nothing to who does not say who he is. */
  static Registry locked(Path directory) throws IOException {
    Path users = Files.writeString(directory.resolve("users"), USERS);
    return start(directory, LOCK.formatted(users));
  }

  private static Registry start(Path directory, String more) throws IOException {
    boolean required =
        Arrays.asList(System.getenv().getOrDefault("CODEBEAKER_REQUIRED_TOOLS", "").split(","))
            .contains("docker-registry");
    assumeTrue(required || Files.isExecutable(PROGRAM), "docker-registry is not installed");
    int port = Ports.free();
    Path config = directory.resolve("registry.yml");
    Files.writeString(config, OPEN.formatted(directory.resolve("images"), port) + more);
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("registry.log").toFile())
            .start();
    Registry registry = new Registry(port, process);
    await().atMost(Duration.ofSeconds(30)).until(registry::answers);
    return registry;
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** Engines take registries of their own machine without a certificate. */
  static String image(int port, String name) {
    return "127.0.0.1:" + port + "/" + name;
  }

  /**
   * Pushes an image like another one, with one more layer that no engine has, and removes it from
   * the engine.
   */
  String push(String like, String name, int bytes) throws Exception {
    String image = image(port, name);
    String made = "codebeaker-test-" + UUID.randomUUID();
    Path file = Files.createTempFile("layer", ".bin");
    byte[] random = new byte[bytes];
    new java.util.Random().nextBytes(random);
    Files.write(file, random);
    try {
      docker("create", "--name", made, like, "true");
      docker("cp", file.toString(), made + ":/layer.bin");
      docker("commit", made, image);
      docker("push", image);
    } finally {
      docker("rm", "-f", made);
      Files.delete(file);
    }
    docker("rmi", "-f", image);
    return image;
  }

  /** Without a container engine with this image there is nothing to be tested. */
  static void requireImage(String image) throws Exception {
    boolean required =
        Arrays.asList(System.getenv().getOrDefault("CODEBEAKER_REQUIRED_RUNTIMES", "").split(","))
            .contains("docker");
    try {
      docker("image", "inspect", image);
    } catch (IOException absent) {
      assumeTrue(required, "no container engine has " + image);
      throw absent;
    }
  }

  static void removeIfThere(String image) throws Exception {
    try {
      docker("rmi", "-f", image);
    } catch (IOException absent) {
      // It was removed, or never came.
    }
  }

  static void docker(String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(60, SECONDS) || process.exitValue() != 0) {
      throw new IOException(command + ": " + said);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
