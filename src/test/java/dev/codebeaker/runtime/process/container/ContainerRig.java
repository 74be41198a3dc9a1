package dev.codebeaker.runtime.process.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Toolchain;
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
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The container runtimes as the service makes them, on this machine's own engine. */
final class ContainerRig implements RuntimeRig {
  private static final String RUNTIMES = "codebeaker.container.runtimes.";
  private static final String IMAGES = "codebeaker.container.images.";
  private static final String NOBODYS = "not-for-this-test";
  private static final String ABSENT = "127.0.0.1:1/absent";

  /** What most tests do with: finding out about all toolchains takes a while. */
  private static final Set<String> FEW =
      Set.of("python", "node", "bash", "gcc", "gxx", "javac", "executable");

  private final Path state;
  private final Workspaces workspaces;
  private final ContainerRuntimes runtimes;
  private final ContainerConfig containers;
  private final InsideContainers inside;
  private final Set<Language> chosenLanguages;
  private @Nullable Engine engine;

  /** With the runtime {@code docker}, and a few toolchains. */
  ContainerRig() {
    this(Map.of());
  }

  /** With {@code docker} and all toolchains that have an image. */
  static ContainerRig complete() {
    return new ContainerRig(_ -> true, Map.of());
  }

  /** With the runtime that a toolchain has for itself. */
  static ContainerRig apart(String toolchain) {
    return new ContainerRig(toolchain::equals, Map.of());
  }

  /**
   * With the runtime {@code gvisor}, and no other has to be prepared; and a few toolchains, without
   * Java, which finds its standard input at its end there: the host's pipes do not tell it how much
   * they hold.
   */
  static ContainerRig gvisor() {
    return new ContainerRig(
        toolchain -> FEW.contains(toolchain) && !toolchain.equals("javac"),
        Map.of(RUNTIMES + "gvisor.oci-runtime", "runsc", RUNTIMES + "docker.oci-runtime", NOBODYS));
  }

  /**
   * @param changes of the service's own configuration
   */
  ContainerRig(Map<String, String> changes) {
    this(FEW::contains, changes);
  }

  private ContainerRig(Predicate<String> chosen, Map<String, String> changes) {
    Map<String, String> settings = new HashMap<>();
    settings.put(RUNTIMES + "gvisor.oci-runtime", NOBODYS);
    settings.putAll(changes);
    try {
      state = ProcessRig.newState();
      ProcessRig.config(state, Map.of())
          .getConfigMapping(ContainerConfig.class)
          .images()
          .keySet()
          .stream()
          .filter(chosen.negate())
          .forEach(toolchain -> settings.putIfAbsent(IMAGES + toolchain, ABSENT));
      SmallRyeConfig config = ProcessRig.config(state, settings);
      containers = config.getConfigMapping(ContainerConfig.class);
      inside = new InsideContainers(containers.engine());
      List<Toolchain> toolchains =
          config.getConfigMapping(ToolchainConfig.class).of(ProcessRuntimes.MECHANISM);
      chosenLanguages =
          toolchains.stream()
              .filter(toolchain -> chosen.test(toolchain.name()))
              .flatMap(toolchain -> toolchain.languages().stream())
              .collect(Collectors.toSet());
      workspaces = new Workspaces(config.getConfigMapping(WorkspaceConfig.class));
      runtimes =
          new ContainerRuntimes(
              containers,
              config.getConfigMapping(ProcessConfig.class),
              config.getConfigMapping(JailConfig.class),
              toolchains,
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
    return ProcessRig.offered(runtimes, name, "", chosenLanguages::contains);
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
