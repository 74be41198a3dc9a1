package dev.codebeaker.runtime.wasm.worker;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.WasmConfig;
import dev.codebeaker.runtime.wasm.WasmEngine;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.WasmPlace;
import dev.codebeaker.runtime.wasm.pack.EnginePack;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Setup;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Template;
import dev.codebeaker.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The native engine in processes of its own: a fault of it is the end of a worker and not of the
 * service. An engine in this process fills the cache that the workers read, and runs no guest.
 */
public final class WorkerEngine implements WasmEngine {
  /** The start of a worker takes a core for a second, which the service's own start needs more. */
  private static final Duration AFTER_START = Duration.ofSeconds(1);

  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
  private static final Duration PREPARING_INTERVAL = Duration.ofMillis(10);

  private final WasmEngine preparing;
  private final WorkerLauncher launcher;
  private final WorkerCrew crew;
  private final AtomicLong lost = new AtomicLong();
  private final CompletableFuture<Boolean> prepared = new CompletableFuture<>();
  private final CompletableFuture<Boolean> wanted = new CompletableFuture<>();
  private final Thread watch;
  private volatile Settling.Observer settlings = Settling.Observer.NONE;

  /** What the engine is made from. */
  public record Parts(EnginePack pack, WasmConfig config, Path cache, List<Toolchain> toolchains) {}

  /**
   * @param preparing fills the cache; closed with this, as is the launcher
   * @param perOwner whether a worker serves one owner only
   */
  public WorkerEngine(
      WasmEngine preparing,
      Parts parts,
      Workspaces workspaces,
      boolean perOwner,
      WorkerLauncher launcher) {
    this.preparing = preparing;
    this.launcher = launcher;
    WasmConfig.Worker config = parts.config().worker();
    Setup given = setup(parts, workspaces);
    WorkerStart start =
        new WorkerStart(
            launcher,
            config,
            prepared.thenCombine(wanted, (_, _) -> given),
            (what, time) -> settlings.took(what, time));
    this.crew =
        new WorkerCrew(
            perOwner,
            atLeastOne("count", config.count().orElse(perOwner ? 16 : 2)),
            atLeastOne("sandboxes", config.sandboxes()),
            number -> new WorkerSlot(number, workspaces, start, lost::incrementAndGet));
    this.watch = Thread.ofVirtual().name("workers-watch").start(this::watch);
  }

  private static int atLeastOne(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "codebeaker.wasm.worker." + key + " is " + value + ", and must be at least 1");
    }
    return value;
  }

  private static Setup setup(Parts parts, Workspaces workspaces) {
    WasmConfig config = parts.config();
    return new Setup(
        parts.pack(),
        parts.cache(),
        parts.toolchains(),
        config.templates().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> template(entry.getValue()))),
        config.stopGrace(),
        config.stopNotice(),
        config.worker().jail() == WasmConfig.Jail.REQUIRED,
        config.maxModuleBytes(),
        workspaces.config().maxReadBytes(),
        workspaces.config().maxListed());
  }

  private static Template template(WasmConfig.Template template) {
    return new Template(
        template.language(), template.warmUp(), template.isDefault(), template.whenImported());
  }

  /** Tells the workers when the cache is filled, and then kills those that do not answer. */
  private void watch() {
    try {
      while (preparing.languages().stream().anyMatch(this::isPreparing)) {
        Thread.sleep(PREPARING_INTERVAL);
      }
      prepared.complete(true);
      while (true) {
        Thread.sleep(WATCH_INTERVAL);
        crew.live().forEach(Worker::check);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isPreparing(Language language) {
    return preparing.availability(language) instanceof Availability.Preparing;
  }

  @Override
  public String name() {
    return preparing.name();
  }

  @Override
  public Set<Language> languages() {
    return preparing.languages();
  }

  @Override
  public Set<Limit> enforcedLimits() {
    return preparing.enforcedLimits();
  }

  @Override
  public Set<Feature> features() {
    return preparing.features();
  }

  @Override
  public Availability availability(Language language) {
    Availability here = preparing.availability(language);
    return here instanceof Availability.Available && !prepared.isDone()
        ? new Availability.Preparing("preparing for workers", 0.99)
        : here;
  }

  @Override
  public List<String> templates(Language language) {
    return preparing.templates(language);
  }

  @Override
  public long workersLost() {
    return lost.get();
  }

  /** The workers that live now, by their process ids. */
  public List<Long> pids() {
    return crew.live().stream().map(Worker::pid).toList();
  }

  @Override
  public void observe(Settling.Observer observer) {
    settlings = observer;
  }

  @Override
  public void warmUp() {
    wanted.completeOnTimeout(true, AFTER_START.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public WasmPlace place(SandboxSpec spec) {
    wanted.complete(true);
    return new Place(crew.take(spec.owner()));
  }

  private final class Place implements WasmPlace {
    private final WorkerSlot slot;
    private final AtomicBoolean left = new AtomicBoolean();

    Place(WorkerSlot slot) {
      this.slot = slot;
    }

    @Override
    public Optional<String> group() {
      return Optional.of(slot.group());
    }

    @Override
    public WasmGuest open(GuestSpec spec) {
      return new WorkerGuest(slot, spec);
    }

    @Override
    public void close() {
      if (left.compareAndSet(false, true)) {
        crew.leave(slot);
      }
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    prepared.completeExceptionally(new IllegalStateException("closed"));
    wanted.completeExceptionally(new IllegalStateException("closed"));
    crew.close();
    launcher.close();
    preparing.close();
  }
}
