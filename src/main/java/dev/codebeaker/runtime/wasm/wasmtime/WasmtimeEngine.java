package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.WasmConfig;
import dev.codebeaker.runtime.wasm.WasmEngine;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.WasmPlace;
import dev.codebeaker.runtime.wasm.pack.EnginePack;
import dev.codebeaker.runtime.wasm.wasmtime.GuestFactory.Parts;
import dev.codebeaker.runtime.wasm.wasmtime.javascript.JavaScriptFactory;
import dev.codebeaker.runtime.wasm.wasmtime.python.PythonFactory;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The native engine: compiles modules to machine code and runs them in this process. */
public final class WasmtimeEngine implements WasmEngine {
  public static final String NAME = "wasmtime";

  /** Every kind of guest there is. */
  private static final Map<String, GuestFactory.Maker> KINDS =
      Map.of(
          ModuleGuests.KIND, ModuleGuests::new,
          CommandGuests.KIND, CommandGuests::new,
          PythonFactory.KIND, PythonFactory::new,
          JavaScriptFactory.KIND, JavaScriptFactory::new);

  private final NativeEngine engine;
  private final WasmtimeModules modules;
  private final Map<String, GuestFactory> factories = new LinkedHashMap<>();
  private final Map<Language, Toolchain> toolchains = new HashMap<>();

  /** Why this machine can not use the pack's library, or empty. */
  public static Optional<String> refusal(EnginePack pack) {
    return NativeLibrary.open(pack.library());
  }

  /**
   * Begins to get ready whatever the toolchains need, and does not wait for it.
   *
   * @param cache where compiled modules and bases are kept, readable by the service only
   */
  public WasmtimeEngine(
      EnginePack pack, WasmConfig config, Path cache, List<Toolchain> toolchains) {
    this(pack, config, cache, toolchains, Optional.empty());
  }

  /**
   * One for which another process has filled the cache: nothing is compiled for it or written to
   * it.
   *
   * @param beside where files of a moment go
   */
  public static WasmtimeEngine onFilledCache(
      EnginePack pack, WasmConfig config, Path cache, List<Toolchain> toolchains, Path beside) {
    return new WasmtimeEngine(pack, config, cache, toolchains, Optional.of(beside));
  }

  private WasmtimeEngine(
      EnginePack pack,
      WasmConfig config,
      Path cache,
      List<Toolchain> toolchains,
      Optional<Path> beside) {
    refusal(pack)
        .ifPresent(
            reason -> {
              throw ServiceException.of(ErrorCode.RUNTIME_UNAVAILABLE, reason);
            });
    engine = new NativeEngine();
    modules = new WasmtimeModules(engine, pack.version(), cache);
    KINDS.forEach(
        (kind, maker) -> {
          List<Toolchain> ours =
              toolchains.stream().filter(toolchain -> kindOf(toolchain).equals(kind)).toList();
          if (!ours.isEmpty()) {
            factories.put(kind, maker.make(new Parts(pack, config, cache, beside, modules, ours)));
            ours.forEach(this::add);
          }
        });
  }

  private static String kindOf(Toolchain toolchain) {
    return toolchain.options().getOrDefault(GuestFactory.OPTION, CommandGuests.KIND);
  }

  private void add(Toolchain toolchain) {
    toolchain.languages().forEach(language -> toolchains.put(language, toolchain));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Language> languages() {
    return Set.copyOf(toolchains.keySet());
  }

  @Override
  public Set<Limit> enforcedLimits() {
    return EnumSet.complementOf(EnumSet.of(Limit.PROCESSES));
  }

  @Override
  public Set<Feature> features() {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    factories.values().forEach(factory -> features.addAll(factory.features()));
    return features;
  }

  @Override
  public Availability availability(Language language) {
    return factory(language).availability(toolchain(language), language);
  }

  @Override
  public List<String> templates(Language language) {
    return factory(language).templates(language);
  }

  @Override
  public WasmPlace place(SandboxSpec spec) {
    return WasmPlace.inThisProcess(this::open);
  }

  /** As {@link WasmPlace#open}. */
  public WasmGuest open(GuestSpec spec) {
    return factory(spec.language()).open(spec);
  }

  private Toolchain toolchain(Language language) {
    Toolchain toolchain = toolchains.get(language);
    if (toolchain == null) {
      throw ServiceException.of(ErrorCode.LANGUAGE_UNKNOWN, "no toolchain treats " + language)
          .field("language")
          .known(toolchains.keySet().stream().map(Language::id).toList());
    }
    return toolchain;
  }

  private GuestFactory factory(Language language) {
    String kind = kindOf(toolchain(language));
    return Optional.ofNullable(factories.get(kind))
        .orElseThrow(() -> new IllegalStateException("no guests of kind " + kind));
  }

  @Override
  public void close() {
    modules.close();
    factories.values().forEach(GuestFactory::close);
    engine.close();
  }
}
