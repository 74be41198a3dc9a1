package dev.codebeaker.runtime.wasm.java.javascript;

import dev.codebeaker.runtime.wasm.java.GuestMemory;
import dev.codebeaker.runtime.wasm.java.MemoryMeter;
import dev.codebeaker.runtime.wasm.java.wasi.Wasi;
import io.roastedroot.quickjs4j.core.Engine_ModuleExports;
import io.roastedroot.quickjs4j.core.JavyPluginModule;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/**
 * One QuickJS: a WebAssembly module that was compiled to Java bytecode beforehand. Its module,
 * without the library's own engine around it: that one collects output until the end, and takes
 * from a guest as much memory as it asks for.
 */
final class Interpreter {
  private static final int ALIGNMENT = 1;
  private static final int STACK_POINTER = 0;

  private final Instance instance;
  private final Engine_ModuleExports exports;
  private final GuestMemory memory;

  private Interpreter(MemoryMeter meter, HostCalls calls, Wasi wasi, boolean blank) {
    GuestMemory[] made = new GuestMemory[1];
    instance =
        Instance.builder(JavyPluginModule.load())
            .withMemoryFactory(limits -> made[0] = new GuestMemory(limits, meter, blank))
            .withMachineFactory(JavyPluginModule::create)
            .withImportValues(
                ImportValues.builder()
                    .addFunction(wasi.functions())
                    .addFunction(invoke(calls))
                    .build())
            .build();
    memory = made[0];
    exports = new Engine_ModuleExports(instance);
  }

  private static HostFunction invoke(HostCalls calls) {
    return new HostFunction(
        "endive",
        "invoke",
        FunctionType.of(Collections.nCopies(6, ValType.I32), List.of(ValType.I32)),
        calls::invoke);
  }

  static Interpreter fresh(MemoryMeter meter, HostCalls calls, Wasi wasi) {
    Interpreter interpreter = new Interpreter(meter, calls, wasi, false);
    interpreter.exports.initializeRuntime();
    calls.reserve(interpreter.instance);
    return interpreter;
  }

  static Interpreter fork(Image image, MemoryMeter meter, HostCalls calls, Wasi wasi) {
    Interpreter interpreter = new Interpreter(meter, calls, wasi, true);
    image.restore(interpreter.memory);
    interpreter.instance.global(STACK_POINTER).setValue(image.stackPointer());
    return interpreter;
  }

  /**
   * Code in the guest's memory, and in every fork's.
   *
   * @param address where its bytecode begins
   */
  record Code(int address, int length) {}

  Code compile(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int at = allocate(bytes.length);
    memory.write(at, bytes, 0, bytes.length);
    int place = exports.compileSrc(at, bytes.length);
    exports.abiFree(at, bytes.length, ALIGNMENT);
    return new Code(memory.readInt(place), memory.readInt(place + 4));
  }

  /** Evaluates code and then runs the reactions to promises until none is left. */
  void evaluate(Code code) {
    exports.eval(code.address(), code.length(), 0, 0);
  }

  private int allocate(int length) {
    return exports.cabiRealloc(0, 0, ALIGNMENT, length);
  }

  /** The guest's stack lies at the bottom of its memory: one that is full has run out of that. */
  boolean stackIsFull() {
    return (int) instance.global(STACK_POINTER).getValue() < 0;
  }

  Image image(byte[][] earlier) {
    return Image.of(memory, instance.global(STACK_POINTER).getValue(), earlier);
  }
}
