package dev.codebeaker.runtime.process.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.ToolchainConfig;
import dev.codebeaker.runtime.contract.TestLimits;
import dev.codebeaker.runtime.process.ProcessConfig;
import dev.codebeaker.runtime.process.ProcessRig;
import dev.codebeaker.runtime.process.ProcessRuntimes;
import dev.codebeaker.runtime.process.RuntimeRig;
import dev.codebeaker.runtime.process.jail.JailConfig;
import dev.codebeaker.workspace.WorkspaceConfig;
import dev.codebeaker.workspace.Workspaces;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The container runtimes as the service makes them, on this machine's own engine. */
final class ContainerRig implements RuntimeRig {
  private static final String RUNTIMES = "codebeaker.container.runtimes.";
  private static final String NOBODYS = "not-for-this-test";

  private final Path state;
  private final Workspaces workspaces;
  private final ContainerRuntimes runtimes;
  private final ContainerConfig containers;
  private final InsideContainers inside;
  private @Nullable Engine engine;

  /** With the runtime {@code docker}. */
  ContainerRig() {
    this(Map.of());
  }

  /** With the runtime {@code gvisor}, and no other has to be prepared. */
  static ContainerRig gvisor() {
    return new ContainerRig(
        Map.of(RUNTIMES + "gvisor.oci-runtime", "runsc", RUNTIMES + "docker.oci-runtime", NOBODYS));
  }

  /**
   * @param changes of the service's own configuration
   */
  ContainerRig(Map<String, String> changes) {
    Map<String, String> settings = new HashMap<>();
    settings.put(RUNTIMES + "gvisor.oci-runtime", NOBODYS);
    settings.putAll(changes);
    try {
      state = ProcessRig.newState();
      SmallRyeConfig config = ProcessRig.config(state, settings);
      containers = config.getConfigMapping(ContainerConfig.class);
      inside = new InsideContainers(containers.engine());
      workspaces = new Workspaces(config.getConfigMapping(WorkspaceConfig.class));
      runtimes =
          new ContainerRuntimes(
              containers,
              config.getConfigMapping(ProcessConfig.class),
              config.getConfigMapping(JailConfig.class),
              config.getConfigMapping(ToolchainConfig.class).of(ProcessRuntimes.MECHANISM),
              workspaces,
              TestLimits.DEFAULTS);
      runtimes.awaitPrepared();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public ExecutionRuntime runtime(String name) {
    return ProcessRig.offered(runtimes, name, "", "CODEBEAKER_REQUIRED_IN_CONTAINERS");
  }

  /** As the service does it when it serves. */
  void warmUp() {
    runtimes.warmUp();
  }

  /** The same without looking whether anything can be run on it. */
  ExecutionRuntime unprepared(String name) {
    return runtimes.runtimes().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Path state() {
    return state;
  }

  /** Asked inside: what a kernel of its own runs is no process of the host's. */
  @Override
  public Stream<String> commandLines() {
    try {
      return containers().stream().flatMap(inside::commandLines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Workspaces workspaces() {
    return workspaces;
  }

  private Engine engine() {
    Engine known = engine;
    if (known == null) {
      known = Engine.at(containers);
      engine = known;
    }
    return known;
  }

  /** Those of this instance. */
  List<String> containers() throws IOException {
    return engine().labelled(Map.of(Labels.INSTANCE, workspaces.instance())).stream()
        .map(Container::getId)
        .toList();
  }

  /** Containers and volumes of this instance, by their names on the engine. */
  List<String> leftovers() throws IOException {
    Map<String, String> ours = Map.of(Labels.INSTANCE, workspaces.instance());
    return Stream.concat(
            containers().stream(),
            engine().remote().volumes(ours).stream().map(InspectVolumeResponse::getName))
        .toList();
  }

  /** A volume as another instance with the same state directory would have left it. */
  String makeForeignVolume(String instance) throws IOException {
    String name = "codebeaker-test-" + UUID.randomUUID();
    engine()
        .remote()
        .makeVolume(
            name,
            "size=1m",
            Map.of(
                Labels.INSTANCE,
                instance,
                Labels.HOST,
                Labels.host(),
                Labels.STATE,
                workspaces.stateDirectory().toString()));
    return name;
  }

  boolean hasVolume(String name) throws IOException {
    return engine().remote().volumes(Map.of(Labels.HOST, Labels.host())).stream()
        .anyMatch(it -> it.getName().equals(name));
  }

  void removeAll() throws IOException {
    for (String container : containers()) {
      engine().remove(container);
    }
  }

  void remove(String container) throws IOException {
    engine().remove(container);
  }

  boolean isThere(String container) throws IOException {
    return engine().labelled(Map.of(Labels.HOST, Labels.host())).stream()
        .anyMatch(it -> it.getId().equals(container));
  }

  void reconcile() throws IOException {
    assertThat(new Reconciler(engine(), workspaces).removeLeftOvers()).isEmpty();
  }

  /** A container as another instance would have left it. */
  String startForeign(String instance, Path stateDirectory) throws IOException {
    Map<String, String> labels =
        Map.of(
            Labels.INSTANCE,
            instance,
            Labels.HOST,
            Labels.host(),
            Labels.STATE,
            stateDirectory.toString());
    return engine()
        .start(
            new ContainerSpec(
                "codebeaker-test-" + UUID.randomUUID(),
                "codebeaker/python",
                "runc",
                List.of("/bin/sleep", "1000"),
                Map.of(),
                "65534:65534",
                List.of(),
                Optional.empty(),
                labels,
                64L << 20,
                1,
                8))
        .id();
  }

  @Override
  public void close() {
    runtimes.close();
    workspaces.close();
    try {
      if (engine != null) {
        engine.close();
      }
      inside.close();
      Files.deleteIfExists(state.resolve("gate"));
      Files.deleteIfExists(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
