package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.wasm.java.wasi.Wasi;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.OpCode;

/**
 * What a module may use on this engine: WebAssembly 2.0 without SIMD.
 *
 * <p>Each proposal left out would give a guest something the service could not bound or stop here:
 * garbage collection and shared memories fill the service's heap, a tail call in a loop is never
 * asked whether it should stop, and the interpreter knows no vectors.
 */
final class ModuleRules {
  static final String FIELD = "code";
  static final String INSTALL_PACK =
      "install the native engine, which takes it: ./codebeaker engines install";
  static final String START = "_start";

  /** A frame costs its locals; wasmtime and the browsers draw the line at 50 000. */
  private static final int MAX_LOCALS = 50_000;

  private ModuleRules() {}

  static ServiceException invalid(String message) {
    return ServiceException.of(ErrorCode.MODULE_INVALID, message).field(FIELD);
  }

  static void check(WasmModule module) {
    module
        .memorySection()
        .ifPresent(
            memories -> {
              for (int i = 0; i < memories.memoryCount(); i++) {
                require(!memories.getMemory(i).limits().shared(), "shared memories");
              }
            });
    for (int i = 0; i < module.typeSection().subTypeCount(); i++) {
      require(
          module.typeSection().getSubType(i).compType().funcType() != null,
          "types of the garbage collection proposal");
    }
    require(module.tagSection().map(tags -> tags.tagCount() == 0).orElse(true), "exceptions");
    for (FunctionBody body : module.codeSection().functionBodies()) {
      require(body.localTypes().size() <= MAX_LOCALS, "a function with too many locals");
      body.instructions().forEach(instruction -> check(instruction.opcode()));
    }
    requireStart(module);
  }

  private static final Map<OpCode, String> UNSUPPORTED = new EnumMap<>(OpCode.class);

  static {
    for (OpCode opcode : OpCode.values()) {
      unsupported(opcode.name()).ifPresent(what -> UNSUPPORTED.put(opcode, what));
    }
  }

  private static void check(OpCode opcode) {
    String what = UNSUPPORTED.get(opcode);
    if (what != null) {
      throw unsupportedModule(what);
    }
  }

  private static Optional<String> unsupported(String name) {
    if (name.startsWith("RETURN_CALL")) {
      return Optional.of("tail calls");
    }
    if (name.startsWith("THROW") || name.equals("TRY_TABLE")) {
      return Optional.of("exceptions");
    }
    if (name.contains("ATOMIC")) {
      return Optional.of("threads");
    }
    if (name.contains("128") || name.matches("[IF]\\d+x\\d+_.*")) {
      return Optional.of("SIMD");
    }
    boolean heap =
        name.matches("(STRUCT|ARRAY|I31|REF_TEST|REF_CAST|CAST_TEST|BR_ON_CAST|ANY_|EXTERN_).*");
    return heap || name.equals("REF_I31") ? Optional.of("garbage collection") : Optional.empty();
  }

  private static void require(boolean met, String what) {
    if (!met) {
      throw unsupportedModule(what);
    }
  }

  private static ServiceException unsupportedModule(String what) {
    return invalid("the module uses " + what + ", which the pure Java engine does not take")
        .fix(INSTALL_PACK);
  }

  private static void requireStart(WasmModule module) {
    var exports = module.exportSection();
    boolean found = false;
    for (int i = 0; i < exports.exportCount(); i++) {
      var export = exports.getExport(i);
      found |= export.name().equals(START) && export.exportType() == ExternalType.FUNCTION;
    }
    if (!found) {
      throw invalid("the module exports no function " + START)
          .fix("compile it as a WASI preview 1 command (target wasm32-wasip1)");
    }
  }

  /** Names the first import that nothing provides. */
  static void checkImports(WasmModule module, Set<String> functions) {
    module.importSection().stream()
        .filter(
            wanted ->
                !wanted.module().equals(Wasi.MODULE)
                    || wanted.importType() != ExternalType.FUNCTION
                    || !functions.contains(wanted.name()))
        .findFirst()
        .ifPresent(
            wanted -> {
              throw invalid(
                      "the module imports "
                          + wanted.module()
                          + "."
                          + wanted.name()
                          + ", which is not there")
                  .fix("import nothing but the functions of " + Wasi.MODULE);
            });
  }

  static String firstLine(Throwable error) {
    String message = Optional.ofNullable(error.getMessage()).orElse(error.getClass().getName());
    return Arrays.stream(message.split("\n", 2)).findFirst().orElse(message);
  }
}
