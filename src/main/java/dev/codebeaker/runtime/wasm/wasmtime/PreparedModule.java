package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.runtime.Availability;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A module that is being got ready, or is, or can not be. Thread safe. */
public final class PreparedModule {
  /** What a slow machine compiles in a second; the progress shown is an estimate from it. */
  private static final double BYTES_PER_SECOND = 1_200_000;

  private static final double MOST_SHOWN = 0.97;

  private final ModuleSource source;
  private final CompletableFuture<CompiledModule> module = new CompletableFuture<>();
  private volatile long compilingSince;

  PreparedModule(ModuleSource source) {
    this.source = source;
  }

  void compiling() {
    compilingSince = System.nanoTime();
  }

  void complete(Supplier<CompiledModule> work) {
    try {
      module.complete(work.get());
    } catch (Throwable t) {
      module.completeExceptionally(t);
    }
  }

  public Optional<CompiledModule> module() {
    return module.isDone() && !module.isCompletedExceptionally()
        ? Optional.of(module.join())
        : Optional.empty();
  }

  /** Called once it is ready, or failed: at once if it is already. */
  public CompletableFuture<CompiledModule> future() {
    return module.copy();
  }

  /** Why there is none yet, or {@code Available} with the module's name. */
  public Availability availability() {
    return switch (module.state()) {
      case SUCCESS -> new Availability.Available(source.name());
      case FAILED, CANCELLED -> WasmtimeModules.unavailable(source, module.exceptionNow());
      case RUNNING -> new Availability.Preparing(activity(), progress());
    };
  }

  private String activity() {
    return compilingSince == 0
        ? "loading " + source.name()
        : "compiling " + source.name() + ", once on this machine";
  }

  private double progress() {
    if (compilingSince == 0) {
      return 0;
    }
    double seconds = (System.nanoTime() - compilingSince) / (double) TimeUnit.SECONDS.toNanos(1);
    return Math.min(MOST_SHOWN, seconds * BYTES_PER_SECOND / Math.max(1, source.size()));
  }
}
