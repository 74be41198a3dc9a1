package dev.codebeaker.runtime.process.container;

import static org.awaitility.Awaitility.await;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.process.RuntimeRig;
import dev.codebeaker.testing.OwnEngine;
import dev.codebeaker.testing.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The container runtimes on an engine that is as good as another machine's: it sees neither the
 * service's files nor its processes, and is reached by TCP with certificates.
 */
final class RemoteRig implements RuntimeRig {
  private static final Language PYTHON = new Language("python");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path directory;
  private final OwnEngine engine;
  private final Map<String, String> settings = new HashMap<>();
  private ContainerRig rig;

  RemoteRig(String... images) {
    try {
      directory = Files.createTempDirectory("cb-remote");
      TestAuthority authority = new TestAuthority(directory.resolve("authority")).certifyEngine();
      int port = Ports.free();
      engine =
          OwnEngine.start(
              OwnEngine.ELSEWHERE,
              "--host=tcp://127.0.0.1:" + port,
              "--tlsverify",
              "--tlscacert=" + authority.file("ca.pem"),
              "--tlscert=" + authority.file("engine.pem"),
              "--tlskey=" + authority.file("engine-key.pem"));
      for (String image : images) {
        var unused = engine.load(image);
      }
      settings.put("codebeaker.container.engine", "tcp://127.0.0.1:" + port);
      settings.put(
          "codebeaker.container.certificates",
          authority.certifyService("service", authority.file("ca.pem"), true).toString());
      settings.put("codebeaker.container.pull", "never");
      rig = new ContainerRig(settings);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  ContainerRig rig() {
    return rig;
  }

  OwnEngine engine() {
    return engine;
  }

  /** Another service in the place of the one before. */
  ContainerRig again() {
    rig.close();
    rig = new ContainerRig(settings);
    return rig;
  }

  @Override
  public ExecutionRuntime runtime(String name) {
    ExecutionRuntime runtime = rig.unprepared(name);
    await()
        .atMost(PATIENCE)
        .until(() -> runtime.availability(PYTHON) instanceof Availability.Available);
    return runtime;
  }

  @Override
  public Path state() {
    return rig.state();
  }

  @Override
  public Stream<String> commandLines() {
    return rig.commandLines();
  }

  @Override
  public void close() {
    try {
      rig.close();
      engine.close();
      new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
