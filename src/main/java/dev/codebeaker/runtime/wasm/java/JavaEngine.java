package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.wasm.WasmEngine;
import dev.codebeaker.runtime.wasm.WasmGuest;
import java.util.EnumSet;
import java.util.List;
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
  public static final long THREAD_STACK_BYTES = 64L << 20;

  private static final Language WASM = new Language("wasm");
  private static final Language JAVASCRIPT = new Language("javascript");
  private static final String INSTALL = "./codebeaker engines install";

  private final int maxModuleBytes;
  private final HeapBudget heap;
  private final Modules modules;
  private final Watchdog watchdog = new Watchdog();

  public JavaEngine(int maxModuleBytes, HeapBudget heap) {
    this.maxModuleBytes = maxModuleBytes;
    this.heap = heap;
    this.modules = new Modules(heap);
  }

  @Override
  public String name() {
    return "java";
  }

  @Override
  public Set<Language> languages() {
    return Set.of(WASM, JAVASCRIPT);
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
    return Set.of(Feature.STREAMING_STDIN, Feature.STREAMING_OUTPUT);
  }

  @Override
  public Availability availability(Language language) {
    if (languages().contains(language)) {
      return new Availability.Available("Endive 1.0.0 (pure Java)");
    }
    return new Availability.Unavailable(
        language + " needs the native engine, which is not installed", INSTALL);
  }

  @Override
  public List<String> templates(Language language) {
    return List.of();
  }

  @Override
  public WasmGuest open(GuestSpec spec) {
    if (availability(spec.language())
        instanceof Availability.Unavailable(String reason, String remedy)) {
      throw ServiceException.of(ErrorCode.RUNTIME_UNAVAILABLE, reason).fix(remedy);
    }
    RunGate gate = new RunGate(watchdog);
    GuestFiles files = new GuestFiles(spec.workspace(), heap);
    return new ModuleGuest(modules, heap, maxModuleBytes, files, gate);
  }

  @Override
  public void close() {
    watchdog.close();
  }
}
