package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.RuntimeCapabilities;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.RuntimeCapabilities.Network;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.Vitals;
import dev.codebeaker.runtime.process.agent.AgentCommand;
import dev.codebeaker.runtime.process.jail.JailHouse;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Toolchains of the host, as processes in jails. */
public final class ProcessRuntime implements ExecutionRuntime {
  private static final Set<Limit> ENFORCED =
      EnumSet.of(
          Limit.WALL,
          Limit.CPU,
          Limit.MEMORY,
          Limit.OUTPUT,
          Limit.WORKSPACE,
          Limit.FILES,
          Limit.OPEN_FILES,
          Limit.PROCESSES);

  private final String name;
  private final Map<Language, Toolchain> toolchains = new TreeMap<>();
  private final ProcessMachine machine;
  private final RuntimeCapabilities capabilities;
  private final Set<ProcessSandbox> sandboxes = ConcurrentHashMap.newKeySet();

  /**
   * @param isolation how its jails confine, where there are any
   */
  ProcessRuntime(
      String name, List<Toolchain> toolchains, ProcessMachine machine, Isolation isolation) {
    this.name = name;
    this.machine = machine;
    for (Toolchain toolchain : toolchains) {
      toolchain.languages().forEach(language -> this.toolchains.put(language, toolchain));
    }
    ProcessConfig.Costs costs = machine.costs(name);
    this.capabilities =
        new RuntimeCapabilities(
            this.toolchains.keySet(),
            isolation,
            Network.NONE,
            features(isolation),
            enforced(isolation),
            costs.startup(),
            costs.memoryBytes(),
            machine.config().maxSandboxes());
  }

  /** Processes of a kernel in user space are none of the host's, and it counts none for a jail. */
  private static Set<Limit> enforced(Isolation isolation) {
    Set<Limit> enforced = EnumSet.copyOf(ENFORCED);
    if (isolation.compareTo(Isolation.USER_KERNEL) >= 0) {
      enforced.remove(Limit.PROCESSES);
    }
    return enforced;
  }

  /** Terminals and signals go to processes that the service sees. */
  private Set<Feature> features(Isolation isolation) {
    Set<Feature> features =
        EnumSet.of(
            Feature.STREAMING_STDIN, Feature.STREAMING_OUTPUT, Feature.PROGRAMS, Feature.SHELL);
    if (isolation.compareTo(Isolation.USER_KERNEL) < 0) {
      features.add(Feature.TERMINAL);
      features.add(Feature.SIGNALS);
    }
    if (toolchains.values().stream().anyMatch(it -> AgentCommand.of(it).isPresent())) {
      features.add(Feature.CONTEXTS);
      features.add(Feature.RICH_RESULTS);
    }
    return features;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RuntimeCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public Availability availability(Language language) {
    return machine.availability(treating(language), language);
  }

  @Override
  public List<String> templates(Language language) {
    return List.of();
  }

  @Override
  public List<String> repl(Language language) {
    String line = treating(language).options().getOrDefault("repl", "");
    boolean available = availability(language) instanceof Availability.Available;
    return line.isEmpty() || !available
        ? List.of()
        : toolchain(language).resolved(List.of(line.split(" ")));
  }

  @Override
  public Map<String, String> details() {
    return machine.details(name);
  }

  @Override
  public Vitals vitals() {
    WarmPool.Takings takings = machine.takings(name);
    return new Vitals(
        sandboxes.stream().mapToInt(ProcessSandbox::contexts).sum(),
        machine.waiting(name),
        takings.hits(),
        takings.misses(),
        0,
        machine.supply().leftBehind());
  }

  @Override
  public int open() {
    return sandboxes.size();
  }

  @Override
  public Sandbox open(SandboxSpec spec) {
    requireLanguage(spec.language());
    requireAvailable(spec.language());
    spec.image().ifPresent(this::requireImage);
    if (sandboxes.size() >= capabilities.maxConcurrent()) {
      throw ServiceException.of(
              ErrorCode.RUNTIME_SATURATED,
              name + " has " + capabilities.maxConcurrent() + " sandboxes open")
          .fix("close a session, or try again in a moment");
    }
    try {
      ProcessSandbox sandbox = opened(spec);
      sandboxes.add(sandbox);
      return sandbox;
    } catch (IOException | IllegalStateException failure) {
      throw ServiceException.because(
          ErrorCode.RUNTIME_FAILED, "a sandbox could not be opened", failure);
    }
  }

  private ProcessSandbox opened(SandboxSpec spec) throws IOException {
    Toolchain toolchain = treating(spec.language());
    Optional<Room> chosen = spec.image().map(image -> Room.chosen(name, image));
    Optional<WarmPool.Ready> ready =
        chosen.isPresent()
            ? Optional.empty()
            : machine.takeReady(toolchain, spec.language(), spec.limits());
    JailHouse.Place place = ready.isPresent() ? ready.get().place() : machine.house().newPlace();
    SessionJails jails =
        new SessionJails(
            place,
            machine.seats(chosen.orElse(Room.of(toolchain))),
            spec,
            ready.map(WarmPool.Ready::seat));
    return new ProcessSandbox(this, place, place.files().open(spec.limits()), jails, chosen);
  }

  private void requireAvailable(Language language) {
    switch (availability(language)) {
      case Availability.Available(String _) -> {}
      case Availability.Preparing(String activity, double _) ->
          throw ServiceException.of(
                  ErrorCode.RUNTIME_PREPARING, name + " is being prepared: " + activity)
              .fix("try again in a moment");
      case Availability.Unavailable(String reason, String remedy) ->
          throw ServiceException.of(
                  ErrorCode.RUNTIME_UNAVAILABLE, name + " is unavailable: " + reason)
              .fix(remedy);
    }
  }

  @Override
  public Optional<String> refuses(String image) {
    return machine.supply().refusal(image);
  }

  private void requireImage(String image) {
    Optional<String> refusal = refuses(image);
    try {
      if (refusal.isPresent()) {
        throw ServiceException.of(ErrorCode.NOT_SUPPORTED, refusal.get())
            .field("image")
            .fix("name an image that is allowed, or leave it out");
      }
      machine.supply().require(image);
    } catch (IOException unknown) {
      throw ServiceException.because(
          ErrorCode.RUNTIME_UNAVAILABLE, name + " can not look for the image", unknown);
    }
  }

  void requireLanguage(Language language) {
    if (!capabilities.languages().contains(language)) {
      throw ServiceException.of(ErrorCode.LANGUAGE_UNKNOWN, name + " does not run " + language)
          .field("language")
          .known(capabilities.languages().stream().map(Language::id).toList());
    }
  }

  void requireContexts(Language language) {
    if (AgentCommand.of(treating(language)).isEmpty()) {
      throw ServiceException.of(ErrorCode.NOT_SUPPORTED, name + " keeps no contexts of " + language)
          .field("command.context")
          .fix("leave it out: each execution is a program of its own");
    }
  }

  private Toolchain treating(Language language) {
    return Optional.ofNullable(toolchains.get(language))
        .orElseThrow(() -> new IllegalArgumentException(name + " does not run " + language));
  }

  /** With the programs of the host that make it up. */
  ToolchainTools toolchain(Language language) {
    return machine.tools(treating(language));
  }

  /** What a run finds in its environment. */
  Map<String, String> environment(Run run) {
    Map<String, String> environment = new TreeMap<>();
    if (run instanceof RunCode code) {
      environment.putAll(treating(code.language()).programEnvironment());
    } else {
      toolchains.values().forEach(it -> environment.putAll(it.programEnvironment()));
    }
    environment.putAll(run.env());
    return environment;
  }

  static byte[] executable(RunCode code) {
    try {
      return Base64.getDecoder().decode(code.code().replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw ServiceException.of(ErrorCode.INVALID_PARAMS, "the executable is not base64")
          .field("code")
          .fix("send the executable's bytes as base64");
    }
  }

  /** One of the service's own, which no guest sees. */
  Path directory(String purpose) {
    return machine.directory(purpose);
  }

  ProcessConfig config() {
    return machine.config();
  }

  Watchdog watchdog() {
    return machine.watchdog();
  }

  /**
   * @param chosen where the session lives, if not in the language's own room
   */
  Compiler compiler(Language language, Optional<Room> chosen) {
    return machine.compiler(chosen.orElseGet(() -> Room.of(treating(language))));
  }

  void closed(ProcessSandbox sandbox) {
    sandboxes.remove(sandbox);
  }

  /** Ends what is open. */
  void close() {
    List.copyOf(sandboxes).forEach(ProcessSandbox::close);
  }
}
