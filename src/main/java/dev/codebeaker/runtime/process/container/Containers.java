package dev.codebeaker.runtime.process.container;

import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.linux.ControlGroup;
import dev.codebeaker.linux.ControlGroups;
import dev.codebeaker.linux.ThreadPlace;
import dev.codebeaker.runtime.process.jail.Belonging;
import dev.codebeaker.runtime.process.jail.Consumption;
import dev.codebeaker.runtime.process.jail.JailPaths;
import dev.codebeaker.runtime.process.jail.JailSpec;
import dev.codebeaker.runtime.process.jail.JailSpec.Furnishing;
import dev.codebeaker.runtime.process.jail.Recipe;
import dev.codebeaker.runtime.process.jail.RecipeBook.Kitchen;
import dev.codebeaker.runtime.process.jail.ServiceWatch;
import dev.codebeaker.runtime.process.jail.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Confines by containers of an engine on this machine. The supervisor of a jail is a container's
 * first process; when it ends, so does everything in the container, and the engine removes it. It
 * ends when nobody holds the pipe of its orders any more: also when the service was killed, or,
 * where guests have a kernel of their own, when the program that runs then has ended.
 */
final class Containers implements Recipe {
  private static final int KILL = 9;

  /** The supervisor and the shells that become programs. */
  private static final int SPARE_PROCESSES = 4;

  /** What a kernel in user space needs of the host's processes and threads, and for each guest. */
  private static final int KERNEL_THREADS = 256;

  private static final int THREADS_PER_PROCESS = 8;

  private static final Logger LOG = Logger.getLogger(Containers.class);

  private final Engine engine;
  private final EngineWatch watch;
  private final Tier tier;
  private final String ociRuntime;
  private final String sample;
  private final Kitchen kitchen;
  private final Labels labels;
  private final double cpus;
  private volatile boolean elsewhere;

  /**
   * @param sample the image in which it is tried
   * @param cpus processors' worth of time of each
   */
  Containers(
      Engine engine,
      EngineWatch watch,
      Tier tier,
      String ociRuntime,
      String sample,
      Kitchen kitchen,
      Labels labels,
      double cpus) {
    this.engine = engine;
    this.watch = watch;
    this.tier = tier;
    this.ociRuntime = ociRuntime;
    this.sample = sample;
    this.kitchen = kitchen;
    this.labels = labels;
    this.cpus = cpus;
  }

  @Override
  public Tier tier() {
    return tier;
  }

  @Override
  public Map<String, String> details() {
    return Map.of("engine", "here");
  }

  @Override
  public Furnishing sample() {
    return new Furnishing(List.of(), false, Optional.of(sample));
  }

  @Override
  public JailPaths paths(JailSpec spec, Shown shown) {
    return JailPaths.OWN_ROOT;
  }

  @Override
  public String sweep() {
    return "kill -9 -1 2>/dev/null";
  }

  /** The engine's limit counts the container alone; a user's would count others too. */
  @Override
  public int userProcesses(JailSpec spec) {
    return 0;
  }

  @Override
  public Belonging strays(ChildProcess first, Inmate inmate) {
    return pid -> false;
  }

  @Override
  public ServiceWatch serviceWatch() {
    return hasOwnKernel() ? ServiceWatch.NEXT_START : ServiceWatch.ORDERS;
  }

  @Override
  public int supervisorDepth() {
    return 0;
  }

  @Override
  public boolean isLimitedElsewhere() {
    return true;
  }

  @Override
  public boolean isReachedByName() {
    return true;
  }

  @Override
  public ChildProcess start(Inmate inmate, ThreadPlace place) throws IOException {
    Engine.Started started = started(inmate);
    try {
      requireOurs(started);
      return ChildProcess.ofAnother(started.pid(), kitchen.poller());
    } catch (EngineElsewhere refused) {
      elsewhere = true;
      engine.remove(started.id());
      throw refused;
    } catch (IOException failure) {
      engine.remove(started.id());
      throw failure;
    }
  }

  private Engine.Started started(Inmate inmate) throws IOException {
    try {
      return engine.start(spec(name(inmate), inmate));
    } catch (EngineElsewhere refused) {
      elsewhere = true;
      throw hasOwnKernel()
          ? new EngineElsewhere("is not one of this machine, where this runtime needs it")
          : refused;
    }
  }

  /** Whether the engine turned out not to be one of this machine. */
  boolean isElsewhere() {
    return elsewhere;
  }

  /**
   * In another process namespace the number would be somebody else's. Engines name a container's
   * control groups after it.
   */
  private static void requireOurs(Engine.Started started) throws IOException {
    Path groups = Path.of("/proc/" + started.pid() + "/cgroup");
    if (!Files.exists(groups) || !Files.readString(groups).contains(started.id())) {
      throw new EngineElsewhere("has containers whose processes can not be seen from here");
    }
  }

  private ContainerSpec spec(String name, Inmate inmate) throws IOException {
    JailSpec spec = inmate.spec();
    List<String> command = new ArrayList<>(List.of("/bin/sh"));
    command.addAll(inmate.arguments());
    List<ContainerSpec.Shown> binds = new ArrayList<>();
    binds.add(new ContainerSpec.Shown(spec.workspace(), JailPaths.OWN_ROOT.workspace(), true));
    binds.add(new ContainerSpec.Shown(spec.scratch(), JailPaths.OWN_ROOT.scratch(), true));
    binds.add(
        new ContainerSpec.Shown(
            inmate.shown().pipes(), JailPaths.OWN_ROOT.pipes(), hasOwnKernel()));
    binds.add(new ContainerSpec.Shown(inmate.shown().agents(), JailPaths.OWN_ROOT.agents(), false));
    inmate
        .shown()
        .brought()
        .ifPresent(
            path -> binds.add(new ContainerSpec.Shown(path, JailPaths.OWN_ROOT.brought(), false)));
    spec.furnishing()
        .tools()
        .forEach(path -> binds.add(new ContainerSpec.Shown(path, path.toString(), false)));
    return new ContainerSpec(
        name,
        spec.furnishing()
            .image()
            .orElseThrow(() -> new IOException("there is no image for this toolchain")),
        ociRuntime,
        command,
        inmate.environment(),
        user(inmate),
        binds,
        Optional.empty(),
        labels.all(),
        spec.memoryBytes(),
        cpus,
        hostProcesses(spec.processes() + SPARE_PROCESSES));
  }

  private int hostProcesses(int guests) {
    return hasOwnKernel() ? KERNEL_THREADS + guests * THREADS_PER_PROCESS : guests;
  }

  /** Such a kernel opens no pipe to write where nothing can be written. */
  private boolean hasOwnKernel() {
    return tier == Tier.USER_KERNEL;
  }

  private static String user(Inmate inmate) throws IOException {
    if (inmate.identity().isPresent()) {
      return inmate.identity().get().user() + ":" + inmate.identity().get().group();
    }
    Path self = Path.of("/proc/self");
    return Files.getAttribute(self, "unix:uid") + ":" + Files.getAttribute(self, "unix:gid");
  }

  private String name(Inmate inmate) {
    return labels.prefix() + tier.label() + "-" + inmate.shown().pipes().getFileName();
  }

  @Override
  public Consumption consumption(ChildProcess first, Inmate inmate) throws IOException {
    Optional<ControlGroup> group = ControlGroups.of(first.pid());
    return group.isPresent()
        ? Consumption.ofAnothers(group.get())
        : Recipe.super.consumption(first, inmate);
  }

  @Override
  public void kill(ChildProcess first, Inmate inmate, Consumption consumption) throws IOException {
    first.signal(KILL);
  }

  @Override
  public void clear(Inmate inmate) {
    try {
      engine.awaitRemoval(name(inmate));
    } catch (IOException failure) {
      LOG.warnf("A container is left until the engine removes it: %s", failure.getMessage());
      watch.removeLater(name(inmate));
    }
  }
}
