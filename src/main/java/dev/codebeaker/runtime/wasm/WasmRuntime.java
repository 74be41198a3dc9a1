package dev.codebeaker.runtime.wasm;

import dev.codebeaker.execution.Language;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.RuntimeCapabilities;
import dev.codebeaker.runtime.RuntimeCapabilities.Network;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.Vitals;
import dev.codebeaker.workspace.Workspace;
import dev.codebeaker.workspace.Workspaces;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Code in WebAssembly, inside the service's own process or in workers of its own. */
public final class WasmRuntime implements ExecutionRuntime, AutoCloseable {
  public static final String NAME = "wasm";

  private static final Duration DECLARED_STARTUP = Duration.ofMillis(5);
  private static final long DECLARED_MEMORY = 3L << 20;

  private final WasmEngine engine;
  private final Workspaces workspaces;
  private final WasmConfig config;
  private final Map<Language, Toolchain> toolchains = new HashMap<>();
  private final RuntimeCapabilities capabilities;
  private final GuestThreads threads;
  private final Set<WasmSandbox> sandboxes = ConcurrentHashMap.newKeySet();
  private final AtomicInteger contexts = new AtomicInteger();
  private volatile Settling.Observer settlings = Settling.Observer.NONE;

  /** Owns the engine: closing the runtime closes it. */
  public WasmRuntime(
      WasmEngine engine, List<Toolchain> toolchains, Workspaces workspaces, WasmConfig config) {
    this.engine = engine;
    this.workspaces = workspaces;
    this.config = config;
    for (Toolchain toolchain : toolchains) {
      toolchain.languages().forEach(language -> this.toolchains.put(language, toolchain));
    }
    this.capabilities =
        new RuntimeCapabilities(
            engine.languages(),
            Isolation.WASM,
            Network.NONE,
            engine.features(),
            engine.enforcedLimits(),
            DECLARED_STARTUP,
            DECLARED_MEMORY,
            config.maxSandboxes());
    this.threads = new GuestThreads(config.maxRunning());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public RuntimeCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public Availability availability(Language language) {
    return engine.availability(language);
  }

  @Override
  public List<String> templates(Language language) {
    return engine.templates(language);
  }

  @Override
  public Map<String, String> details() {
    return Map.of("engine", engine.name());
  }

  @Override
  public int open() {
    return sandboxes.size();
  }

  /** Called when the service has started. */
  public void warmUp() {
    engine.warmUp();
  }

  @Override
  public Vitals vitals() {
    return Vitals.ofContexts(contexts.get()).withWorkersLost(engine.workersLost());
  }

  @Override
  public void observe(Settling.Observer observer) {
    settlings = observer;
    engine.observe(observer);
  }

  @Override
  public Sandbox open(SandboxSpec spec) {
    requireLanguage(spec.language());
    requireAvailable(spec.language());
    spec.template().ifPresent(name -> requireTemplate(spec.language(), name));
    if (sandboxes.size() >= config.maxSandboxes()) {
      throw ServiceException.of(
              ErrorCode.RUNTIME_SATURATED,
              "the wasm runtime has " + config.maxSandboxes() + " sandboxes open")
          .fix("close a session, or try again in a moment");
    }
    WasmPlace place = engine.place(spec);
    Workspace workspace =
        place
            .group()
            .map(group -> workspaces.open(group, spec.id(), spec.limits()))
            .orElseGet(() -> workspaces.open(spec.id(), spec.limits()));
    WasmSandbox sandbox = new WasmSandbox(spec, this, place, workspace);
    sandboxes.add(sandbox);
    return sandbox;
  }

  private void requireAvailable(Language language) {
    switch (engine.availability(language)) {
      case Availability.Available(String _) -> {}
      case Availability.Preparing(String activity, double progress) ->
          throw ServiceException.of(
                  ErrorCode.RUNTIME_PREPARING,
                  "%s is being prepared: %s, %d %%"
                      .formatted(language, activity, Math.round(progress * 100)))
              .fix("try again in a moment");
      case Availability.Unavailable(String reason, String remedy) ->
          throw ServiceException.of(
                  ErrorCode.RUNTIME_UNAVAILABLE, language + " is unavailable: " + reason)
              .fix(remedy);
    }
  }

  private void requireTemplate(Language language, String name) {
    List<String> known = engine.templates(language);
    if (!known.contains(name)) {
      throw ServiceException.of(
              ErrorCode.TEMPLATE_UNKNOWN, "there is no template '" + name + "' for " + language)
          .field("template")
          .fix("leave it out, or use one of the known ones")
          .known(known);
    }
  }

  void requireLanguage(Language language) {
    if (!capabilities.languages().contains(language)) {
      throw ServiceException.of(
              ErrorCode.LANGUAGE_UNKNOWN, "the wasm runtime does not run " + language)
          .field("language")
          .known(capabilities.languages().stream().map(Language::id).toList());
    }
  }

  Toolchain toolchain(Language language) {
    return Optional.ofNullable(toolchains.get(language))
        .orElseThrow(() -> new IllegalStateException("no toolchain treats " + language));
  }

  Settling.Observer settlings() {
    return settlings;
  }

  void takeContext() {
    if (contexts.incrementAndGet() > config.maxContexts()) {
      contexts.decrementAndGet();
      throw ServiceException.of(
              ErrorCode.TOO_MANY_CONTEXTS,
              "the service has " + config.maxContexts() + " live contexts, and may have no more")
          .fix("close a session, or try again later");
    }
  }

  void giveContextBack() {
    contexts.decrementAndGet();
  }

  void closed(WasmSandbox sandbox) {
    sandboxes.remove(sandbox);
  }

  WasmConfig config() {
    return config;
  }

  GuestThreads threads() {
    return threads;
  }

  @Override
  public void close() {
    List.copyOf(sandboxes).forEach(WasmSandbox::close);
    threads.close();
    engine.close();
  }
}
