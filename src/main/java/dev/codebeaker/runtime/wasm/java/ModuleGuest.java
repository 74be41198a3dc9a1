package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.java.wasi.Wasi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.WasmModule;

/** Runs a client's WASI preview 1 command. */
final class ModuleGuest implements WasmGuest {
  private static final String NAME = "main.wasm";
  private static final long MAX_STACK_BYTES = 8L << 20;

  private final Modules modules;
  private final HeapBudget heap;
  private final int maxModuleBytes;
  private final GuestFiles files;
  private final RunGate gate;
  private final StdinPipe stdin = new StdinPipe();

  ModuleGuest(
      Modules modules, HeapBudget heap, int maxModuleBytes, GuestFiles files, RunGate gate) {
    this.modules = modules;
    this.heap = heap;
    this.maxModuleBytes = maxModuleBytes;
    this.files = files;
    this.gate = gate;
  }

  @Override
  public Outcome run(RunCode command, Limits limits, OutputSink sink) {
    Run run = gate.enter(limits);
    try (MemoryMeter meter = new MemoryMeter(heap, limits.memoryBytes())) {
      stdin.begin(command.stdin());
      WasmModule module = modules.decode(ModuleText.decode(command.code(), maxModuleBytes));
      Output output = new Output(sink, run::stop, limits.outputBytes());
      return run(module, new Parts(command, limits, run, meter, output));
    } finally {
      stdin.clear();
      gate.leave(run);
    }
  }

  private record Parts(RunCode command, Limits limits, Run run, MemoryMeter meter, Output output) {}

  private Outcome run(WasmModule module, Parts parts) {
    try (GuestFiles.Mounted mounted = files.mount(parts.limits())) {
      Outcome outcome = execute(module, parts, mounted);
      parts.run().end();
      mounted.writeBack();
      return outcome;
    }
  }

  private Outcome execute(WasmModule module, Parts parts, GuestFiles.Mounted mounted) {
    HostFunction[] imports = wasi(parts, mounted).functions();
    ModuleRules.checkImports(
        module, Arrays.stream(imports).map(HostFunction::name).collect(Collectors.toSet()));
    try {
      instantiate(module, imports, parts).export(ModuleRules.START).apply();
      return new Outcome.Exited(0, usage(parts), ContextState.NONE);
    } catch (ServiceException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      boolean refused = parts.meter().refused();
      return Endings.thrown(e, parts.run().stopped(), refused, usage(parts), ContextState.NONE);
    }
  }

  private static dev.codebeaker.execution.Usage usage(Parts parts) {
    return parts.run().usage(parts.meter().peak(), parts.output().written());
  }

  private Wasi wasi(Parts parts, GuestFiles.Mounted mounted) {
    List<String> args = new ArrayList<>(List.of(NAME));
    args.addAll(parts.command().args());
    Map<String, String> env = new LinkedHashMap<>(parts.command().env());
    Wasi.Process process = new Wasi.Process(args, env, parts.limits().openFiles());
    return new Wasi(process, mounted.tree(), mounted.mounts(), stdin, parts::output);
  }

  private static Instance instantiate(WasmModule module, HostFunction[] imports, Parts parts) {
    MemoryMeter meter = parts.meter();
    long stackBytes = Math.min(parts.limits().get(Limit.STACK), MAX_STACK_BYTES);
    return Instance.builder(module)
        .withImportValues(ImportValues.builder().addFunction(imports).build())
        .withMemoryFactory(declared -> new GuestMemory(declared, meter))
        .withTableFactory((table, value) -> new LimitedTable(table, value, meter))
        .withMachineFactory(instance -> new GuardedMachine(instance, stackBytes))
        .withStart(false)
        .build();
  }

  @Override
  public void stop(String reason) {
    gate.stop(reason);
  }

  @Override
  public void input(byte[] data) {
    stdin.add(data);
  }

  @Override
  public void endInput() {
    stdin.end();
  }

  @Override
  public void close() {
    gate.close();
  }
}
