package dev.codebeaker.runtime.process.container;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeFamily;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.process.ProcessConfig;
import dev.codebeaker.runtime.process.ProcessRuntimes;
import dev.codebeaker.runtime.process.jail.JailConfig;
import dev.codebeaker.runtime.process.jail.Tier;
import dev.codebeaker.workspace.Workspaces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The runtimes whose jails are containers: the toolchains of the host's processes, each in the
 * image that holds its tools. None where containers are switched off.
 */
public final class ContainerRuntimes implements RuntimeFamily, AutoCloseable {
  public static final String MECHANISM = "container";
  private static final Logger LOG = Logger.getLogger(ContainerRuntimes.class);
  private static final String REMEDY =
      "start the engine with the OCI runtime %s%s, build the images"
          + " (src/main/docker/runtimes/build), and see codebeaker.container";
  private static final String OPTIONS =
      " (in its daemon.json, with \"runtimeArgs\": [\"--host-fifo=open\"])";

  private final ContainerConfig config;
  private final List<ProcessRuntimes> families = new ArrayList<>();

  // guarded by this
  private @Nullable Engine engine;

  private final Optional<EngineWatch> watch;

  /**
   * Finds out, on threads of its own, what the engine offers.
   *
   * @param toolchains those of the process mechanism
   * @param defaults the limits of a session that asks for none
   */
  public ContainerRuntimes(
      ContainerConfig config,
      ProcessConfig processes,
      JailConfig jails,
      List<Toolchain> toolchains,
      Workspaces workspaces,
      Limits defaults) {
    this.config = config;
    this.watch =
        config.enabled() && !config.runtimes().isEmpty()
            ? Optional.of(new EngineWatch(config, this::engine))
            : Optional.empty();
    watch.ifPresent(
        engine -> addFamilies(engine, processes, jails, toolchains, workspaces, defaults));
  }

  private void addFamilies(
      EngineWatch watch,
      ProcessConfig processes,
      JailConfig jails,
      List<Toolchain> toolchains,
      Workspaces workspaces,
      Limits defaults) {
    config
        .runtimes()
        .forEach(
            (name, runtime) ->
                families.add(
                    new ProcessRuntimes(
                        processes,
                        jails,
                        inImages(toolchains, name),
                        workspaces,
                        defaults,
                        new OciRuntime(watch, runtime.ociRuntime()),
                        new ContainerBook(config, runtime, tier(runtime), watch, this::engine),
                        tier(runtime).isolation(),
                        REMEDY.formatted(
                            runtime.ociRuntime(),
                            tier(runtime) == Tier.USER_KERNEL ? OPTIONS : ""))));
  }

  private List<Toolchain> inImages(List<Toolchain> toolchains, String runtime) {
    return toolchains.stream()
        .flatMap(
            it ->
                Optional.ofNullable(config.images().get(it.name()))
                    .map(image -> it.in(MECHANISM, runtime + suffix(it), image))
                    .stream())
        .toList();
  }

  private String suffix(Toolchain toolchain) {
    return config.apart().orElse(Set.of()).contains(toolchain.name()) ? "-" + toolchain.name() : "";
  }

  private static Tier tier(ContainerConfig.Runtime runtime) {
    return switch (runtime.kind()) {
      case CONTAINER -> Tier.CONTAINER;
      case USER_KERNEL -> Tier.USER_KERNEL;
    };
  }

  /** Its client is slow to load, and not waited for when the service starts. */
  private synchronized Engine engine() {
    Engine known = engine;
    if (known == null) {
      known = Engine.at(config);
      engine = known;
    }
    return known;
  }

  @Override
  public List<ExecutionRuntime> runtimes() {
    return families.stream().flatMap(family -> family.runtimes().stream()).toList();
  }

  /** From now on interpreters are started ahead, and images brought before they are asked for. */
  public void warmUp() {
    watch.ifPresent(EngineWatch::pullAhead);
    families.forEach(ProcessRuntimes::warmUp);
  }

  /** Waits until it is known what the engine offers. */
  public void awaitPrepared() throws InterruptedException {
    for (ProcessRuntimes family : families) {
      family.awaitPrepared();
    }
  }

  @Override
  public void close() {
    families.forEach(ProcessRuntimes::close);
    watch.ifPresent(EngineWatch::close);
    try {
      closeEngine();
    } catch (IOException e) {
      LOG.debugf("The connection to the engine could not be closed: %s", e.getMessage());
    }
  }

  private synchronized void closeEngine() throws IOException {
    if (engine != null) {
      engine.close();
    }
  }
}
