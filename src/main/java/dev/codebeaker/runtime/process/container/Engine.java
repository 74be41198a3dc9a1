package dev.codebeaker.runtime.process.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The container engine, as far as this service needs it. Each call blocks until the engine answers,
 * and no longer than the configured time. Thread safe.
 */
final class Engine implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 64;

  private static final int MOST_LOOKS = 250;
  private static final long BETWEEN_LOOKS_NANOS = 20_000_000;

  private final DockerClient client;
  private final URI address;

  private Engine(DockerClient client, URI address) {
    this.client = client;
    this.address = address;
  }

  /** Does not look whether anybody listens there. */
  static Engine at(ContainerConfig config) {
    DefaultDockerClientConfig settings =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(config.engine().toString())
            .build();
    ZerodepDockerHttpClient transport =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(settings.getDockerHost())
            .maxConnections(MOST_CONNECTIONS)
            .connectionTimeout(config.timeout())
            .responseTimeout(config.timeout())
            .build();
    return new Engine(DockerClientImpl.getInstance(settings, transport), config.engine());
  }

  private interface Call<T> {
    T make();
  }

  /** What the engine refuses, and that it can not be reached, is an IOException here. */
  private <T> T asked(Call<T> call) throws IOException {
    try {
      return call.make();
    } catch (DockerException refused) {
      throw new IOException("the container engine refuses: " + refused.getMessage(), refused);
    } catch (RuntimeException unreachable) {
      throw new IOException(
          "no container engine answers at " + address + ": " + reason(unreachable), unreachable);
    }
  }

  /** What the transport wraps says more than the transport. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
  }

  /** The OCI runtimes that it knows. */
  Set<String> ociRuntimes() throws IOException {
    Info info = asked(() -> client.infoCmd().exec());
    return info.getRuntimes() == null ? Set.of() : info.getRuntimes().keySet();
  }

  boolean hasImage(String name) throws IOException {
    return asked(
        () -> {
          try {
            client.inspectImageCmd(name).exec();
            return true;
          } catch (NotFoundException absent) {
            return false;
          }
        });
  }

  /**
   * A container that was started.
   *
   * @param pid of its first process, as the engine sees it
   */
  record Started(String id, int pid) {}

  /** Creates a container and starts it. If it does not start, nothing of it is left. */
  Started start(ContainerSpec spec) throws IOException {
    String id = asked(() -> spec.on(client.createContainerCmd(spec.image())).exec()).getId();
    try {
      asked(() -> client.startContainerCmd(id).exec());
      InspectContainerResponse.ContainerState state =
          asked(() -> client.inspectContainerCmd(id).exec()).getState();
      return Optional.ofNullable(state.getPidLong())
          .filter(pid -> pid > 0)
          .map(pid -> new Started(id, Math.toIntExact(pid)))
          .orElseThrow(() -> new IOException("the container ended at once: " + state.getError()));
    } catch (IOException failure) {
      remove(id);
      throw failure;
    }
  }

  /**
   * Waits until the engine has removed a container that has ended, and removes it if the engine
   * does not. Two removals at once are what engines are known to trip over.
   */
  void awaitRemoval(String name) throws IOException {
    for (int i = 0; i < MOST_LOOKS; i++) {
      if (asked(() -> isGone(name))) {
        return;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
    remove(name);
  }

  private boolean isGone(String name) {
    try {
      client.inspectContainerCmd(name).exec();
      return false;
    } catch (NotFoundException gone) {
      return true;
    }
  }

  /** Ends and removes it, whatever it does. Does nothing if there is none of that name. */
  void remove(String name) throws IOException {
    asked(
        () -> {
          try {
            client.removeContainerCmd(name).withForce(true).withRemoveVolumes(true).exec();
          } catch (NotFoundException | ConflictException gone) {
            // Or the engine is about to remove it.
          }
          return true;
        });
  }

  /** Those that carry these labels, running or not. */
  List<Container> labelled(Map<String, String> labels) throws IOException {
    return asked(() -> client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec());
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
