package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.wasmtime.CompiledModule;
import dev.codebeaker.runtime.wasm.wasmtime.GuestFactory;
import dev.codebeaker.runtime.wasm.wasmtime.ModuleLinker;
import dev.codebeaker.runtime.wasm.wasmtime.ModuleSource;
import dev.codebeaker.runtime.wasm.wasmtime.PreparedModule;
import dev.codebeaker.runtime.wasm.wasmtime.StopPatience;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** JavaScript and TypeScript on QuickJS-ng. */
public final class JavaScriptFactory implements GuestFactory {
  /** What toolchains that want it say. */
  public static final String KIND = "javascript";

  private static final String VERSION = "QuickJS-ng on wasmtime";
  static final String TYPESCRIPT = "typescript";
  private static final long BASE_MEMORY_BYTES = 64L << 20;
  private static final long STACK_BYTES = 32L << 20;

  private final StopPatience patience;
  private final ModuleLinker linker;
  private final OptionalInt rejectionHook;
  private final PreparedModule engine;
  private final TypeScript types;
  private final CompletableFuture<JavaScriptBase> base;

  public JavaScriptFactory(Parts parts) {
    patience = StopPatience.of(parts.config());
    linker = new ModuleLinker(parts.modules().engine(), GuestImports.ALL);
    PatchedModule patched = PatchedModule.of(parts.pack().quickjsModule(), parts.cache());
    rejectionHook = patched.rejectionHook();
    engine = parts.modules().prepare(new ModuleSource("JavaScript", patched.file(), List.of()));
    types =
        new TypeScript(
            linker,
            parts
                .modules()
                .prepare(
                    new ModuleSource("TypeScript", parts.pack().transformModule(), List.of())));
    base = engine.future().thenApplyAsync(this::build, JavaScriptFactory::onGuestThread);
  }

  private static void onGuestThread(Runnable task) {
    Thread thread = new Thread(null, task, "javascript-base", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
  }

  private JavaScriptBase build(CompiledModule compiled) {
    return JavaScriptBase.build(linker.link(compiled), rejectionHook, types, baseLimits());
  }

  private static Limits baseLimits() {
    Map<Limit, Long> values = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      values.put(limit, 1L);
    }
    values.put(Limit.MEMORY, BASE_MEMORY_BYTES);
    return Limits.of(values);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Set<Feature> features() {
    return Set.of(
        Feature.CONTEXTS,
        Feature.STREAMING_STDIN,
        Feature.STREAMING_OUTPUT,
        Feature.RICH_RESULTS,
        Feature.RESTORE);
  }

  @Override
  public Availability availability(Toolchain toolchain, Language language) {
    Availability own = baseAvailability();
    return own instanceof Availability.Available
            && language.id().equals(TYPESCRIPT)
            && !(types.availability() instanceof Availability.Available)
        ? types.availability()
        : own;
  }

  private Availability baseAvailability() {
    return switch (base.state()) {
      case SUCCESS -> new Availability.Available(VERSION);
      case RUNNING ->
          engine.availability() instanceof Availability.Available
              ? new Availability.Preparing("starting JavaScript", 0.99)
              : engine.availability();
      case FAILED, CANCELLED ->
          engine.availability() instanceof Availability.Unavailable unavailable
              ? unavailable
              : new Availability.Unavailable(
                  "JavaScript could not be started: " + base.exceptionNow().getMessage(),
                  "./codebeaker engines verify");
    };
  }

  /** There is one base, and it has no name. */
  @Override
  public List<String> templates(Language language) {
    return List.of();
  }

  @Override
  public WasmGuest open(GuestSpec spec) {
    JavaScriptBase ready = ready(spec);
    return spec.stateful()
        ? new JavaScriptContext(ready, spec, patience)
        : new JavaScriptProgram(ready, spec);
  }

  private JavaScriptBase ready(GuestSpec spec) {
    return switch (availability(spec.toolchain(), spec.language())) {
      case Availability.Available(String _) -> base.join();
      case Availability.Preparing(String activity, double _) ->
          throw ServiceException.of(
                  ErrorCode.RUNTIME_PREPARING, spec.language() + " is being prepared: " + activity)
              .fix("try again in a moment");
      case Availability.Unavailable(String reason, String remedy) ->
          throw ServiceException.of(
                  ErrorCode.RUNTIME_UNAVAILABLE, spec.language() + " is unavailable: " + reason)
              .fix(remedy);
    };
  }

  @Override
  public void close() {
    base.thenAccept(JavaScriptBase::close);
    types.close();
    linker.close();
  }
}
