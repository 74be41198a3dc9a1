package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Language;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.WasmGuest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Languages added by configuration alone: an interpreter or compiler-and-go that is a WASI preview
 * 1 program, named by the toolchain's option {@value #MODULE}, given the source as a file.
 */
final class CommandGuests implements GuestFactory {
  static final String KIND = "command";
  static final String MODULE = "module";

  private static final Set<Feature> FEATURES =
      Set.of(Feature.STREAMING_STDIN, Feature.STREAMING_OUTPUT);

  private final ModuleLinker linker;
  private final Map<String, CompletableFuture<ModuleHandle>> handles = new HashMap<>();
  private final Map<String, Availability> missing = new HashMap<>();
  private final Map<String, PreparedModule> prepared = new HashMap<>();

  CommandGuests(Parts parts) {
    linker = new ModuleLinker(parts.modules().engine(), List.of());
    for (Toolchain toolchain : parts.toolchains()) {
      prepare(toolchain, parts.modules());
    }
  }

  private void prepare(Toolchain toolchain, WasmtimeModules modules) {
    Optional<Path> file = Optional.ofNullable(toolchain.options().get(MODULE)).map(Path::of);
    if (file.isEmpty() || !Files.isReadable(file.get())) {
      String key = "codebeaker.toolchains." + toolchain.name() + ".options." + MODULE;
      missing.put(
          toolchain.name(),
          new Availability.Unavailable(
              file.map(path -> path + " can not be read").orElse(key + " is not set"),
              "set " + key + " to the path of a WASI preview 1 program"));
      return;
    }
    PreparedModule module =
        modules.prepare(new ModuleSource(toolchain.name(), file.get(), List.of()));
    prepared.put(toolchain.name(), module);
    handles.put(toolchain.name(), module.future().thenApply(linker::link));
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
    PreparedModule module = prepared.get(toolchain.name());
    return module == null
        ? missing.getOrDefault(
            toolchain.name(), new Availability.Unavailable("it is not configured", ""))
        : module.availability();
  }

  @Override
  public List<String> templates(Language language) {
    return List.of();
  }

  @Override
  public WasmGuest open(GuestSpec spec) {
    ModuleGuests.refuseContext(spec);
    CompletableFuture<ModuleHandle> handle = handles.get(spec.toolchain().name());
    if (handle == null || !handle.isDone() || handle.isCompletedExceptionally()) {
      throw ServiceException.of(ErrorCode.RUNTIME_UNAVAILABLE, spec.language() + " is not ready");
    }
    return new CommandGuest(spec, handle.join());
  }

  @Override
  public void close() {
    handles.values().forEach(handle -> handle.thenAccept(ModuleHandle::close));
    linker.close();
  }
}
