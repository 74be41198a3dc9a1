package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** A client's module about to run: compiled first, where it is new, within its time. */
final class ModuleGuest extends NativeGuest {
  private static final String OWN_NAME = "main.wasm";

  private final GuestSpec spec;
  private final Function<String, ModuleCache.Lease> modules;

  ModuleGuest(GuestSpec spec, Function<String, ModuleCache.Lease> modules) {
    this.spec = spec;
    this.modules = modules;
  }

  @Override
  public Outcome run(RunCode command, Limits limits, OutputSink sink) {
    runs.begin();
    long start = System.nanoTime();
    try (ModuleCache.Lease module = modules.apply(command.code())) {
      if (!runs.await(module.module(), limits.wall())) {
        return unready(Duration.ofNanos(System.nanoTime() - start));
      }
      long millis = Math.max(1, limits.wall().minusNanos(System.nanoTime() - start).toMillis());
      Limits left = limits.with(Map.of(Limit.WALL, millis));
      List<String> args = new ArrayList<>(List.of(OWN_NAME));
      args.addAll(command.args());
      return new Program(spec, runs, args).run(handle(module), command, left, sink);
    } finally {
      runs.end();
    }
  }

  private static ModuleHandle handle(ModuleCache.Lease module) {
    try {
      return module.module().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ServiceException known ? known : e;
    }
  }

  private Outcome unready(Duration waited) {
    Usage usage = new Usage(waited, Duration.ZERO, 0, 0);
    return runs.stopped()
        .<Outcome>map(reason -> new Outcome.Cancelled(reason, usage, ContextState.NONE))
        .orElseGet(() -> new Outcome.LimitExceeded(Limit.WALL, usage, ContextState.NONE));
  }
}
