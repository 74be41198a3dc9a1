package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.process.agent.AgentCommand;
import dev.codebeaker.runtime.process.jail.JailHouse;
import dev.codebeaker.runtime.process.jail.JailSpec.Furnishing;
import dev.codebeaker.runtime.process.jail.Tier;
import dev.codebeaker.runtime.process.tool.Tool;
import dev.codebeaker.runtime.process.tool.ToolVersion;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import dev.codebeaker.runtime.process.tool.Tools;
import dev.codebeaker.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What the process runtimes share: the jails, the tools of the host, the watchdog, the interpreters
 * started ahead. It makes itself ready on a thread of its own; meanwhile everything is being
 * prepared.
 */
final class ProcessMachine implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ProcessMachine.class);
  private final ProcessConfig config;
  private final String remedy;
  private final Supply supply;
  private final List<Toolchain> toolchains;
  private final Tools allTools;
  private final Limits defaults;
  private final Workspaces workspaces;
  private final Watchdog watchdog = new Watchdog();
  private final CompletableFuture<JailHouse> opening = new CompletableFuture<>();
  private final Map<String, Availability> availability = new ConcurrentHashMap<>();
  private final Map<String, ToolchainTools> found = new ConcurrentHashMap<>();
  private final Map<Room, SeatMaker> seats = new ConcurrentHashMap<>();
  private final Compilers compilers;
  private final Map<String, WarmPool> pools = new ConcurrentHashMap<>();
  private volatile boolean warm;
  private volatile boolean searched;
  private volatile boolean closed;

  /**
   * @param remedy what helps where nothing confines
   * @param supply what jails are made with
   * @param defaults the limits of a session that asks for none
   */
  ProcessMachine(
      ProcessConfig config,
      String remedy,
      Supply supply,
      List<Toolchain> toolchains,
      Tools allTools,
      Workspaces workspaces,
      Limits defaults) {
    this.config = config;
    this.remedy = remedy;
    this.supply = supply;
    this.toolchains = List.copyOf(toolchains);
    this.allTools = allTools;
    this.workspaces = workspaces;
    this.defaults = defaults;
    this.compilers = new Compilers(this, config.compile(), workspaces, defaults);
  }

  /** Makes the house of all jails; blocks while it is tried. */
  @FunctionalInterface
  interface HouseMaker {
    /**
     * @param agents what all jails are to show
     */
    JailHouse make(Path agents) throws IOException, InterruptedException;
  }

  /**
   * Tries the tiers, and finds the tools; returns when all is known.
   *
   * @param name of the directory of the agents: interpreters of other versions have their own
   */
  void prepare(String name, HouseMaker maker) {
    try {
      AgentTexts agents = AgentTexts.in(workspaces.directory(name));
      JailHouse house = maker.make(agents.directory());
      opening.complete(house);
      if (house.isOpen()) {
        if (house.tier() == Tier.NONE) {
          LOG.warn(
              "Processes run without any confinement, as codebeaker.process.jail.allow-unsandboxed"
                  + " says: for trusted code only");
        }
        ToolQuestion question = new ToolQuestion(house, allTools, config.startTimeout());
        supply.whenArrived(
            image -> search(it -> it.image().equals(Optional.of(image)), question, agents));
        search(it -> it.image().flatMap(supply::lacking).isEmpty(), question, agents);
      }
    } catch (IOException | RuntimeException failure) {
      LOG.error("Processes can not be confined", failure);
      opening.completeExceptionally(failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      opening.completeExceptionally(e);
    }
  }

  private void search(Predicate<Toolchain> which, ToolQuestion question, AgentTexts agents) {
    try {
      new ToolSearch(question, allTools)
          .search(
              toolchains.stream().filter(which).toList(),
              (tools, version) -> {
                agents.prepare(tools, question);
                found(tools, version);
              },
              this::missing);
      searched = true;
      prepareCompilers();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void found(ToolchainTools tools, String version) {
    found.put(tools.toolchain().name(), tools);
    seats.remove(Room.of(tools.toolchain()));
    compilers.forget(Room.of(tools.toolchain()));
    availability.put(
        tools.toolchain().name(),
        new Availability.Available(version + " (" + tier().label() + ")"));
    if (warm) {
      warmUp(tools.toolchain());
    }
  }

  private void missing(Toolchain toolchain, String reason, String remedy) {
    availability.put(toolchain.name(), new Availability.Unavailable(reason, remedy));
  }

  /** From now on interpreters are started ahead. */
  void warmUp() {
    warm = true;
    found.values().forEach(tools -> warmUp(tools.toolchain()));
    prepareCompilers();
  }

  /** What the first compilation would wait for is made ahead, when all tools are known. */
  private void prepareCompilers() {
    if (config.compile().prepareAhead() && warm && searched && !closed) {
      compilers.prepare(found.values());
    }
  }

  private void warmUp(Toolchain toolchain) {
    if (AgentCommand.of(toolchain).isPresent() && !closed) {
      Language language = toolchain.languages().getFirst();
      var unused = pool(toolchain, language);
    }
  }

  private WarmPool pool(Toolchain toolchain, Language language) {
    boolean bound = AgentCommand.of(toolchain).orElseThrow().isBound();
    String key = toolchain.name() + (bound ? " " + toolchain.fileName(language) : "");
    return pools.computeIfAbsent(
        key, name -> new WarmPool(name, hurry -> ready(toolchain, language, hurry), config.pool()));
  }

  private WarmPool.Ready ready(Toolchain toolchain, Language language, boolean hurry)
      throws IOException, InterruptedException {
    JailHouse.Place place = house().newPlace();
    try {
      SeatMaker seats = seats(Room.of(toolchain));
      Seat seat =
          hurry
              ? seats.open(place, language, defaults)
              : seats.openAhead(place, language, defaults);
      try {
        seat.awaitReady();
        return new WarmPool.Ready(place, seat);
      } catch (IOException | InterruptedException | RuntimeException failure) {
        seat.close();
        throw failure;
      }
    } catch (IOException | InterruptedException | RuntimeException failure) {
      place.files().close();
      place.close();
      throw failure;
    }
  }

  /**
   * An interpreter that was started ahead, if the session's limits are those it was started for.
   */
  Optional<WarmPool.Ready> takeReady(Toolchain toolchain, Language language, Limits limits) {
    boolean same =
        limits.memoryBytes() == defaults.memoryBytes()
            && limits.get(Limit.PROCESSES) == defaults.get(Limit.PROCESSES)
            && limits.openFiles() == defaults.openFiles()
            && limits.workspaceBytes() == defaults.workspaceBytes()
            && limits.files() == defaults.files();
    return warm && same && AgentCommand.of(toolchain).isPresent()
        ? pool(toolchain, language).take()
        : Optional.empty();
  }

  Availability availability(Toolchain toolchain, Language language) {
    Optional<Availability> lacking = toolchain.image().flatMap(supply::lacking);
    if (lacking.isPresent()) {
      return lacking.get();
    }
    Optional<String> outage = supply.outage();
    if (outage.isPresent()) {
      return new Availability.Unavailable(outage.get(), remedy);
    }
    if (!opening.isDone()) {
      return new Availability.Preparing("the confinement of processes is being tried", 0.9);
    }
    if (opening.isCompletedExceptionally() || !house().isOpen()) {
      return cannot();
    }
    Availability known =
        availability.getOrDefault(
            toolchain.name(), new Availability.Preparing("its tools are being looked up", 0.95));
    Optional<String> since = Optional.ofNullable(toolchain.options().get("since-" + language.id()));
    return known instanceof Availability.Available(String version)
            && since.isPresent()
            && !ToolVersion.of(version).isAtLeast(ToolVersion.of(since.get()))
        ? new Availability.Unavailable(
            "%s does not read %s".formatted(version, language),
            "install %s %s or newer".formatted(toolchain.name(), since.get()))
        : known;
  }

  private Availability cannot() {
    String why = String.join("; ", refused().values());
    return new Availability.Unavailable(
        why.isEmpty() ? "processes can not be confined here" : why, remedy);
  }

  /** How processes are confined; {@link Tier#NONE} while it is not known. */
  Tier tier() {
    return opening.isDone() && !opening.isCompletedExceptionally() ? house().tier() : Tier.NONE;
  }

  /** Why stronger tiers are not used. */
  Map<Tier, String> refused() {
    return opening.isDone() && !opening.isCompletedExceptionally() ? house().refused() : Map.of();
  }

  /** What operators want to know. */
  Map<String, String> details(String runtime) {
    Map<String, String> details = new TreeMap<>();
    if (opening.isDone() && !opening.isCompletedExceptionally()) {
      details.put("tier", house().isOpen() ? tier().label() : "unavailable");
      details.put("controlGroups", Boolean.toString(house().hasControlGroups()));
      if (house().isOpen()) {
        details.putAll(house().jails().details());
      }
      refused().forEach((tier, why) -> details.put("refused " + tier.label(), why));
    }
    details.put("waiting", Integer.toString(waiting(runtime)));
    details.putAll(compilers.details(runtime));
    return details;
  }

  /** How many interpreters wait. */
  int waiting(String runtime) {
    return pools(runtime).mapToInt(WarmPool::size).sum();
  }

  /** What the pools were asked for. */
  WarmPool.Takings takings(String runtime) {
    return pools(runtime)
        .map(WarmPool::takings)
        .reduce(WarmPool.Takings.NONE, WarmPool.Takings::plus);
  }

  private Stream<WarmPool> pools(String runtime) {
    return pools.entrySet().stream()
        .filter(
            pool ->
                toolchains.stream()
                    .filter(it -> it.runtime().equals(runtime))
                    .anyMatch(it -> (pool.getKey() + " ").startsWith(it.name() + " ")))
        .map(Map.Entry::getValue);
  }

  JailHouse house() {
    return opening.join();
  }

  ToolchainTools tools(Toolchain toolchain) {
    return Optional.ofNullable(found.get(toolchain.name()))
        .orElseThrow(() -> new IllegalStateException(toolchain.name() + " is not available"));
  }

  /** For the jails that toolchains share. */
  SeatMaker seats(Room room) {
    return seats.computeIfAbsent(room, this::newSeats);
  }

  private SeatMaker newSeats(Room room) {
    List<ToolchainTools> its =
        found.values().stream().filter(it -> room.holds(it.toolchain())).toList();
    List<Tool> tools = new ArrayList<>();
    its.forEach(it -> tools.addAll(it.all()));
    boolean brings = its.stream().anyMatch(ToolchainTools::makesPrograms);
    return new SeatMaker(
        language -> tools(treating(room, language)),
        new Furnishing(allTools.roots(tools), brings, room.image()),
        config.startTimeout());
  }

  private Toolchain treating(Room room, Language language) {
    return toolchains.stream()
        .filter(it -> room.holds(it) && it.languages().contains(language))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  Compiler compiler(Room room) {
    return compilers.of(room);
  }

  /** What jails are made with. */
  Supply supply() {
    return supply;
  }

  Path directory(String purpose) {
    return workspaces.directory(purpose);
  }

  ProcessConfig config() {
    return config;
  }

  ProcessConfig.Costs costs(String runtime) {
    return config.costs(runtime);
  }

  Watchdog watchdog() {
    return watchdog;
  }

  @Override
  public void close() {
    closed = true;
    pools.values().forEach(WarmPool::close);
    watchdog.close();
    if (opening.isDone() && !opening.isCompletedExceptionally()) {
      house().close();
    }
  }
}
