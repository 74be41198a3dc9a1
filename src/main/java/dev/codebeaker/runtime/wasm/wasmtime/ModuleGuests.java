package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Language;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.WasmGuest;
import java.util.List;
import java.util.Set;

/** Clients' own modules: WASI preview 1 programs. */
final class ModuleGuests implements GuestFactory {
  static final String KIND = "module";

  private static final long CACHED_BYTES = 128L << 20;
  private static final Set<Feature> FEATURES =
      Set.of(Feature.STREAMING_STDIN, Feature.STREAMING_OUTPUT);

  private final Parts parts;
  private final ModuleLinker linker;
  private final ModuleCache cache = new ModuleCache(CACHED_BYTES);

  ModuleGuests(Parts parts) {
    this.parts = parts;
    this.linker = new ModuleLinker(parts.modules().engine(), List.of());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Set<Feature> features() {
    return FEATURES;
  }

  @Override
  public Availability availability(Toolchain toolchain, Language language) {
    return new Availability.Available("WASI preview 1 on wasmtime " + parts.pack().version());
  }

  @Override
  public List<String> templates(Language language) {
    return List.of();
  }

  @Override
  public WasmGuest open(GuestSpec spec) {
    refuseContext(spec);
    return new ModuleGuest(spec, this::acquire);
  }

  static void refuseContext(GuestSpec spec) {
    if (spec.stateful()) {
      throw ServiceException.of(
              ErrorCode.INVALID_PARAMS,
              spec.language() + " has no contexts: every run is a program")
          .field("context")
          .fix("leave it out");
    }
  }

  private ModuleCache.Lease acquire(String text) {
    ModuleCode code = ModuleCode.of(text, parts.config().maxModuleBytes());
    return cache.acquire(code.key(), text.length(), () -> compile(code));
  }

  private ModuleHandle compile(ModuleCode code) {
    NativeEngine engine = parts.modules().engine();
    return engine.use(() -> compile(code, engine));
  }

  private ModuleHandle compile(ModuleCode code, NativeEngine engine) {
    try (CompiledModule module = engine.compile(code.binary(engine))) {
      return linker.link(module);
    } catch (WasmtimeException e) {
      throw ModuleCode.invalid("the module can not be run: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    cache.close();
    linker.close();
  }
}
