package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.wasm.javascript.ProgramFiles;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.InstanceSpec;
import dev.codebeaker.runtime.wasm.wasmtime.MemoryImage;
import dev.codebeaker.runtime.wasm.wasmtime.ModuleHandle;
import dev.codebeaker.runtime.wasm.wasmtime.WasmtimeException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What every JavaScript guest is a fork of: the engine started and the prelude run.
 *
 * @param module of the image
 * @param image of its memory
 * @param prelude where its functions are in that memory
 * @param types strips the types off TypeScript
 */
record JavaScriptBase(ModuleHandle module, MemoryImage image, Prelude prelude, TypeScript types)
    implements AutoCloseable {
  /** What the engine itself takes beside what its allocator counts. */
  private static final long OVERHEAD_BYTES = 4L << 20;

  private static final long LEAST_BYTES = 4L << 20;

  /** What most programs do first: forks find the pages it writes to copied already. */
  private static final String REHEARSAL = "console.log('ready')";

  private static final Language JAVASCRIPT = new Language("javascript");
  private static final String REHEARSED = "rehearsal.js";

  /** On a guest thread: starts the engine once, for all. */
  static JavaScriptBase build(
      ModuleHandle module, OptionalInt rejectionHook, TypeScript types, Limits limits) {
    try (Instance first = open(module, limits)) {
      Prelude prelude = Prelude.load(first, rejectionHook);
      JavaScriptBase base = new JavaScriptBase(module, MemoryImage.capture(first), prelude, types);
      base.learn(limits);
      return base;
    }
  }

  private void learn(Limits limits) {
    try (Instance fork = fresh(limits)) {
      image.overlay(fork);
      JsMachine machine = machine(fork, ProgramFiles.none(), new Places(), limits);
      machine.begin(RunCode.program(JAVASCRIPT, REHEARSAL), REHEARSED);
      new JsRun(machine).program(REHEARSAL, REHEARSED);
      image.learn(fork);
    } catch (QuickJs.Thrown e) {
      throw new WasmtimeException("a fork of the JavaScript base does not run");
    }
  }

  private static Instance open(ModuleHandle module, Limits limits) {
    return Instance.open(module, new InstanceSpec(List.of(), Map.of(), List.of(), limits));
  }

  /** An instance that is to become a fork; its host functions are not called before it has. */
  Instance fresh(Limits limits) {
    return open(module, limits);
  }

  /** The host's side of a fork, which gets a memory limit of its own. */
  JsMachine machine(Instance fork, ProgramFiles files, Places places, Limits limits) {
    JsMachine machine = new JsMachine(fork, prelude, files, places, types);
    machine.js().memoryLimit(Math.max(LEAST_BYTES, limits.memoryBytes() / 8 * 7 - OVERHEAD_BYTES));
    return machine;
  }

  @Override
  public void close() {
    image.close();
    module.close();
  }
}
