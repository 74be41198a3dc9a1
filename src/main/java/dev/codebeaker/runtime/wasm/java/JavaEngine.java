package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.WasmEngine;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.WasmPlace;
import dev.codebeaker.runtime.wasm.java.javascript.JavaScript;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * WebAssembly and JavaScript without native code: used where the engine pack is absent.
 *
 * <p>WebAssembly is interpreted; JavaScript is QuickJS, itself a WebAssembly module that was
 * compiled to Java bytecode when it was built. Guests see no file of the host: theirs are in
 * memory.
 */
public final class JavaEngine implements WasmEngine {
  /** The stack that threads which run this engine's guests must have. */
  public static final long THREAD_STACK_BYTES = 32L << 20;

  private static final String VERSION = "Endive 1.0.0, pure Java";
  private static final Language JAVASCRIPT = new Language("javascript");
  private static final String INSTALL = "./codebeaker engines install";

  /** The option of a toolchain that says what kind of guest treats its languages. */
  private static final String GUEST = "guest";

  private static final String MODULE = "module";
  private static final String SCRIPT = "javascript";

  private final int maxModuleBytes;
  private final HeapBudget heap;
  private final Modules modules;
  private final JavaScript javaScript;
  private final Watchdog watchdog = new Watchdog();

  private final Map<Language, Toolchain> toolchains = new HashMap<>();

  /**
   * @param toolchains whose languages are the runtime's; those this engine has no guest for are
   *     reported unavailable
   */
  public JavaEngine(int maxModuleBytes, HeapBudget heap, List<Toolchain> toolchains) {
    toolchains.forEach(
        toolchain ->
            toolchain.languages().forEach(language -> this.toolchains.put(language, toolchain)));
    this.maxModuleBytes = maxModuleBytes;
    this.heap = heap;
    this.modules = new Modules(heap);
    this.javaScript = new JavaScript(heap);
  }

  @Override
  public String name() {
    return "java";
  }

  @Override
  public Set<Language> languages() {
    return Set.copyOf(toolchains.keySet());
  }

  @Override
  public Set<Limit> enforcedLimits() {
    Set<Limit> limits =
        EnumSet.of(
            Limit.WALL,
            Limit.MEMORY,
            Limit.STACK,
            Limit.OUTPUT,
            Limit.WORKSPACE,
            Limit.FILES,
            Limit.OPEN_FILES);
    if (Run.CPU_TIME) {
      limits.add(Limit.CPU);
    }
    return limits;
  }

  @Override
  public Set<Feature> features() {
    return Set.of(
        Feature.CONTEXTS, Feature.RESTORE, Feature.STREAMING_STDIN, Feature.STREAMING_OUTPUT);
  }

  @Override
  public Availability availability(Language language) {
    if (isModule(language)) {
      return new Availability.Available("WASI preview 1 on " + VERSION);
    }
    if (isScript(language)) {
      return new Availability.Available("QuickJS on " + VERSION);
    }
    return new Availability.Unavailable(
        language + " needs the native engine, which is not installed", INSTALL);
  }

  private boolean isModule(Language language) {
    return guest(language).equals(MODULE);
  }

  /** TypeScript needs a transform that comes with the native engine. */
  private boolean isScript(Language language) {
    return guest(language).equals(SCRIPT) && language.equals(JAVASCRIPT);
  }

  private String guest(Language language) {
    return Optional.ofNullable(toolchains.get(language))
        .map(toolchain -> toolchain.options().getOrDefault(GUEST, ""))
        .orElse("");
  }

  @Override
  public List<String> templates(Language language) {
    return List.of();
  }

  @Override
  public WasmPlace place(SandboxSpec spec) {
    return WasmPlace.inThisProcess(this::open);
  }

  /** As {@link WasmPlace#open}. */
  public WasmGuest open(GuestSpec spec) {
    if (availability(spec.language())
        instanceof Availability.Unavailable(String reason, String remedy)) {
      throw ServiceException.of(ErrorCode.RUNTIME_UNAVAILABLE, reason).fix(remedy);
    }
    RunGate gate = new RunGate(watchdog);
    return isScript(spec.language()) ? javaScript.open(spec, gate) : module(spec, gate);
  }

  private WasmGuest module(GuestSpec spec, RunGate gate) {
    if (spec.stateful()) {
      throw ServiceException.of(
              ErrorCode.INVALID_PARAMS,
              spec.language() + " has no contexts: every run is a program")
          .field("context")
          .fix("leave it out");
    }
    GuestFiles files = new GuestFiles(spec.workspace(), heap);
    return new ModuleGuest(modules, heap, maxModuleBytes, files, gate);
  }

  @Override
  public void close() {
    watchdog.close();
  }
}
