package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.RuntimeFamily;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.process.jail.JailConfig;
import dev.codebeaker.runtime.process.jail.JailHouse;
import dev.codebeaker.runtime.process.jail.RecipeBook;
import dev.codebeaker.runtime.process.jail.Tier;
import dev.codebeaker.runtime.process.tool.ImageTools;
import dev.codebeaker.runtime.process.tool.Tools;
import dev.codebeaker.workspace.Workspaces;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The runtimes whose toolchains are programs of the host, one for each name that the toolchains
 * belong to. Closing them ends every process of theirs.
 */
public final class ProcessRuntimes implements RuntimeFamily, AutoCloseable {
  public static final String MECHANISM = "process";

  private static final long LOOK_MILLIS = 20;

  private final Supply supply;
  private final ProcessMachine machine;
  private final List<ProcessRuntime> runtimes;
  private final Thread preparing;

  private static final String INSTALL_JAIL =
      "install bubblewrap (apt-get install bubblewrap), or see codebeaker.process.jail";

  /**
   * Toolchains of the host. Finds out on a thread of its own what this machine offers.
   *
   * @param toolchains those of the mechanism
   * @param defaults the limits of a session that asks for none
   */
  public ProcessRuntimes(
      ProcessConfig config,
      JailConfig jails,
      List<Toolchain> toolchains,
      Tools tools,
      Workspaces workspaces,
      Limits defaults) {
    List<Toolchain> ours = config.enabled() ? toolchains : List.of();
    this.supply = Supply.MACHINE;
    this.machine =
        new ProcessMachine(config, INSTALL_JAIL, supply, ours, tools, workspaces, defaults);
    Runnable prepare =
        () -> machine.prepare("agents", agents -> new JailHouse(jails, workspaces, agents));
    Isolation isolation = Isolation.PROCESS;
    if (jails.allowUnsandboxed() && !ours.isEmpty()) {
      // Whether they confine at all has to be known before anybody can select them.
      prepare.run();
      isolation = machine.tier().isolation();
      prepare = () -> {};
    }
    this.runtimes = runtimes(ours, isolation);
    this.preparing = started(ours.isEmpty() ? () -> {} : prepare);
  }

  /**
   * Toolchains in images.
   *
   * @param engine without which there are none
   * @param book how their jails are confined, and nothing else does
   * @param remedy what helps where there is no engine
   */
  public ProcessRuntimes(
      ProcessConfig config,
      JailConfig jails,
      List<Toolchain> toolchains,
      Workspaces workspaces,
      Limits defaults,
      Supply engine,
      RecipeBook book,
      Isolation isolation,
      String remedy) {
    this.machine =
        new ProcessMachine(
            config, remedy, engine, toolchains, new ImageTools(), workspaces, defaults);
    this.supply = engine;
    this.runtimes = runtimes(toolchains, isolation);
    String agents = "agents-" + runtimes.stream().map(ProcessRuntime::name).findFirst().orElse("");
    this.preparing =
        started(
            () -> {
              if (isThere(engine)) {
                machine.prepare(agents, place -> new JailHouse(jails, workspaces, place, book));
              }
            });
  }

  private static boolean isThere(Supply engine) {
    try {
      engine.await();
      return true;
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Thread started(Runnable prepare) {
    return Thread.ofPlatform().daemon().name("process-preparation").start(prepare);
  }

  private List<ProcessRuntime> runtimes(List<Toolchain> toolchains, Isolation isolation) {
    Map<String, List<Toolchain>> byRuntime =
        toolchains.stream().collect(Collectors.groupingBy(Toolchain::runtime));
    return byRuntime.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> new ProcessRuntime(entry.getKey(), entry.getValue(), machine, isolation))
        .toList();
  }

  @Override
  public List<ExecutionRuntime> runtimes() {
    return List.copyOf(runtimes);
  }

  /** From now on interpreters are started ahead. */
  public void warmUp() {
    machine.warmUp();
  }

  /** Waits until it is known what this machine offers. */
  public void awaitPrepared() throws InterruptedException {
    while (preparing.isAlive() && supply.outage().isEmpty()) {
      preparing.join(LOOK_MILLIS);
    }
  }

  /** How processes are confined here. */
  public Tier tier() {
    return machine.tier();
  }

  /** Why stronger tiers are not used. */
  public Map<Tier, String> refused() {
    return machine.refused();
  }

  @Override
  public void close() {
    runtimes.forEach(ProcessRuntime::close);
    preparing.interrupt();
    try {
      preparing.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    machine.close();
  }
}
