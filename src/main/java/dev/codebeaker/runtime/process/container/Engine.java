package dev.codebeaker.runtime.process.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.codebeaker.runtime.process.container.PullFailure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleConsumer;

/**
 * The container engine, as far as this service needs it. Each call blocks until the engine answers,
 * and no longer than the configured time. Thread safe.
 */
final class Engine implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 64;

  private static final String NO_SOURCE = "bind source path does not exist";

  private static final int MOST_LOOKS = 250;
  private static final long BETWEEN_LOOKS_NANOS = 20_000_000;

  private final DockerClient client;
  private final DockerClient patient;
  private final EngineCalls calls;
  private final RemoteEngine remote;

  /**
   * @param patient waits for what takes its time
   */
  private Engine(
      DockerClient client, DockerClient patient, EngineCalls calls, RemoteEngine remote) {
    this.client = client;
    this.patient = patient;
    this.calls = calls;
    this.remote = remote;
  }

  /** For where nothing but its calls reaches what it has. */
  RemoteEngine remote() {
    return remote;
  }

  /** Does not look whether anybody listens there. The address has to be fit. */
  static Engine at(ContainerConfig config) {
    DefaultDockerClientConfig settings =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(config.engine().toString())
            .withDockerTlsVerify(false) // the variables of Docker's own programs do not count
            .build();
    Optional<EngineCertificates> tls = tls(config);
    DockerClient client = client(settings, config, tls, config.timeout());
    EngineCalls calls =
        new EngineCalls(
            config.engine(), config.timeout(), config.watchInterval(), config.maxStarts());
    return new Engine(
        client,
        client(settings, config, tls, config.pullTimeout()),
        calls,
        new RemoteEngine(client, calls, EngineAddress.of(config), config.timeout()));
  }

  private static Optional<EngineCertificates> tls(ContainerConfig config) {
    try {
      return EngineAddress.of(config).tls();
    } catch (IOException unfit) {
      throw new UncheckedIOException(unfit);
    }
  }

  private static DockerClient client(
      DockerClientConfig settings,
      ContainerConfig config,
      Optional<EngineCertificates> tls,
      Duration patience) {
    ZerodepDockerHttpClient.Builder transport =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(settings.getDockerHost())
            .maxConnections(MOST_CONNECTIONS)
            .connectionTimeout(config.timeout())
            .responseTimeout(patience);
    tls.ifPresent(transport::sslConfig);
    return DockerClientImpl.getInstance(settings, transport.build());
  }

  /**
   * @throws EngineUnreachable if nobody answers
   */
  void ping() throws IOException {
    calls.repeatable(() -> client.pingCmd().exec());
  }

  /** The OCI runtimes that it knows. */
  Set<String> ociRuntimes() throws IOException {
    Info info = calls.repeatable(() -> client.infoCmd().exec());
    return info.getRuntimes() == null ? Set.of() : info.getRuntimes().keySet();
  }

  boolean hasImage(String name) throws IOException {
    return calls.repeatable(
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
   * Has the engine bring an image, with what the service's user is known by at its registry. Blocks
   * until it is there.
   *
   * @param progress is told 0 to 1, on another thread
   */
  void pull(String image, Duration limit, DoubleConsumer progress)
      throws PullFailure, InterruptedException {
    try (PullProgress pull = new PullProgress(image, progress)) {
      patient.pullImageCmd(tagged(image)).exec(pull);
      pull.done().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new PullFailure(image, Reason.TOO_SLOW, "not there in " + limit.toSeconds() + " s");
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof PullFailure known
          ? known
          : PullFailure.of(image, String.valueOf(failed.getMessage()));
    } catch (RuntimeException failed) {
      throw PullFailure.of(image, String.valueOf(failed.getMessage()));
    }
  }

  /** Engines take a name without a tag for all of them. */
  private static String tagged(String image) {
    String last = image.substring(image.lastIndexOf('/') + 1);
    return last.contains(":") || last.contains("@") ? image : image + ":latest";
  }

  /**
   * A container that was started.
   *
   * @param pid of its first process, as the engine sees it
   */
  record Started(String id, int pid) {}

  /** Creates a container and starts it. If it does not start, nothing of it is left. */
  Started start(ContainerSpec spec) throws IOException {
    return calls.making(() -> started(spec));
  }

  private Started started(ContainerSpec spec) throws IOException {
    try {
      String id = created(spec);
      calls.once(() -> client.startContainerCmd(id).exec());
      InspectContainerResponse.ContainerState state =
          calls.repeatable(() -> client.inspectContainerCmd(id).exec()).getState();
      return Optional.ofNullable(state.getPidLong())
          .filter(pid -> pid > 0)
          .map(pid -> new Started(id, Math.toIntExact(pid)))
          .orElseThrow(() -> new IOException("the container ended at once: " + state.getError()));
    } catch (IOException failure) {
      try {
        remove(spec.name());
      } catch (IOException left) {
        failure.addSuppressed(left);
      }
      throw failure;
    }
  }

  /** One of another machine has no such directories, and makes none. */
  private String created(ContainerSpec spec) throws IOException {
    try {
      return calls.once(() -> spec.on(client.createContainerCmd(spec.image())).exec().getId());
    } catch (IOException refused) {
      throw String.valueOf(refused.getMessage()).contains(NO_SOURCE)
          ? new EngineElsewhere("does not see the service's files")
          : refused;
    }
  }

  /**
   * Waits until the engine has removed a container that has ended, and removes it if the engine
   * does not. Two removals at once are what engines are known to trip over.
   */
  void awaitRemoval(String name) throws IOException {
    for (int i = 0; i < MOST_LOOKS; i++) {
      if (calls.repeatable(() -> isGone(name))) {
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
    calls.repeatable(
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
    return calls.repeatable(
        () -> client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec());
  }

  @Override
  public void close() throws IOException {
    client.close();
    patient.close();
  }
}
