package dev.codebeaker.runtime.process.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.codebeaker.execution.TerminalSize;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * What only an engine is asked that is reached by nothing but its own calls: streams, volumes and
 * archives. Each call blocks until the engine answers, and no longer than the configured time.
 * Thread safe.
 */
final class RemoteEngine {
  private static final int MOST_LOOKS = 100;
  private static final long BETWEEN_LOOKS_NANOS = 20_000_000;

  private final DockerClient client;
  private final EngineCalls calls;
  private final EngineAddress address;
  private final Duration timeout;

  RemoteEngine(DockerClient client, EngineCalls calls, EngineAddress address, Duration timeout) {
    this.client = client;
    this.calls = calls;
    this.address = address;
    this.timeout = timeout;
  }

  /** A container that runs, and its first process' streams. */
  record Opened(String id, Attached first) {}

  /** Creates a container and starts it, attached. The caller removes it, also after a failure. */
  Opened open(ContainerSpec spec) throws IOException {
    return calls.making(
        () -> {
          String id =
              calls.once(() -> spec.on(client.createContainerCmd(spec.image())).exec()).getId();
          EngineStream stream =
              stream("/containers/" + id + "/attach?stream=1&stdin=1&stdout=1", "{}");
          try {
            calls.once(() -> client.startContainerCmd(id).exec());
            return new Opened(id, new Attached(stream, false));
          } catch (IOException | RuntimeException failure) {
            stream.close();
            throw failure;
          }
        });
  }

  private EngineStream stream(String path, String body) throws IOException {
    return calls.once(() -> EngineStream.open(address, path, body, timeout));
  }

  /**
   * A process to be started in a container.
   *
   * @param user number and group number
   * @param terminal whether its streams are a terminal
   */
  record Exec(String user, List<String> command, boolean terminal) {}

  /** A process that was started. */
  record Running(String id, Attached streams) implements AutoCloseable {
    @Override
    public void close() {
      streams.close();
    }
  }

  Running exec(String container, Exec exec) throws IOException {
    String id =
        calls.once(
            () ->
                client
                    .execCreateCmd(container)
                    .withUser(exec.user())
                    .withCmd(exec.command().toArray(String[]::new))
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .withTty(exec.terminal())
                    .exec()
                    .getId());
    EngineStream stream =
        stream(
            "/exec/" + id + "/start", "{\"Detach\":false,\"Tty\":%s}".formatted(exec.terminal()));
    return new Running(id, new Attached(stream, exec.terminal()));
  }

  /**
   * How a process exited whose streams have ended, as a shell tells it.
   *
   * @throws IOException also if it has not, or its container has ended
   */
  int exitCode(String exec) throws IOException {
    for (int i = 0; i < MOST_LOOKS; i++) {
      var state = calls.repeatable(() -> client.inspectExecCmd(exec).exec());
      if (!Boolean.TRUE.equals(state.isRunning()) && state.getExitCodeLong() != null) {
        return Math.toIntExact(state.getExitCodeLong());
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
    throw new IOException("a process has closed its streams and does not end");
  }

  /**
   * Waits until a process runs, or has run. What the engine answers a start with, it answers before
   * that.
   *
   * @throws IOException if it does not come to that
   */
  void awaitStarted(String exec) throws IOException {
    for (int i = 0; i < MOST_LOOKS; i++) {
      if (calls.repeatable(() -> hasStarted(exec))) {
        return;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
    throw new IOException("a process in a container does not start");
  }

  private boolean hasStarted(String exec) {
    try {
      var state = client.inspectExecCmd(exec).exec();
      Long pid = state.getPidLong();
      return pid != null && pid > 0 || state.getExitCodeLong() != null;
    } catch (NotFoundException over) {
      return true;
    }
  }

  void resize(String exec, TerminalSize size) throws IOException {
    calls.repeatable(() -> client.resizeExecCmd(exec).withSize(size.rows(), size.columns()).exec());
  }

  /** Nothing in it goes on. */
  void pause(String container) throws IOException {
    calls.once(() -> client.pauseContainerCmd(container).exec());
  }

  /** An archive of a directory. The caller closes it; until then the engine does nothing else. */
  EngineStream archive(String container, String directory) throws IOException {
    String path = "/containers/%s/archive?path=%s".formatted(container, directory);
    return calls.once(() -> EngineStream.download(address, path, timeout));
  }

  /**
   * @param options of the file system in memory that it is
   */
  void makeVolume(String name, String options, Map<String, String> labels) throws IOException {
    calls.once(
        () ->
            client
                .createVolumeCmd()
                .withName(name)
                .withDriver("local")
                .withDriverOpts(Map.of("type", "tmpfs", "device", "tmpfs", "o", options))
                .withLabels(labels)
                .exec());
  }

  /** Does nothing if there is none of that name. */
  void removeVolume(String name) throws IOException {
    calls.repeatable(
        () -> {
          try {
            client.removeVolumeCmd(name).exec();
          } catch (NotFoundException gone) {
            // That is what was wanted.
          }
          return true;
        });
  }

  /** Those that carry these labels. */
  List<InspectVolumeResponse> volumes(Map<String, String> labels) throws IOException {
    List<String> filters =
        labels.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList();
    return Objects.requireNonNullElse(
        calls
            .repeatable(() -> client.listVolumesCmd().withFilter("label", filters).exec())
            .getVolumes(),
        List.of());
  }
}
