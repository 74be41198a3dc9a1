package dev.codebeaker.runtime.wasm.wasmtime;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * wasmtime's C functions for engines, modules and linkers, one typed method each. They report
 * trouble as {@code wasmtime_error_t*}, which {@link WasmtimeErrors#check} turns into an exception.
 */
final class Wasmtime {
  private static final MethodHandle CONFIG_NEW = CFunction.WASM_CONFIG_NEW.bind();
  private static final MethodHandle CONFIG_EPOCHS =
      CFunction.WASMTIME_CONFIG_EPOCH_INTERRUPTION_SET.bind();
  private static final MethodHandle CONFIG_EXCEPTIONS =
      CFunction.WASMTIME_CONFIG_WASM_EXCEPTIONS_SET.bind();
  private static final MethodHandle CONFIG_SHARED_MEMORY =
      CFunction.WASMTIME_CONFIG_SHARED_MEMORY_SET.bind();
  private static final MethodHandle CONFIG_STACK =
      CFunction.WASMTIME_CONFIG_MAX_WASM_STACK_SET.bind();
  private static final MethodHandle CONFIG_ASYNC_STACK =
      CFunction.WASMTIME_CONFIG_ASYNC_STACK_SIZE_SET.bind();
  private static final MethodHandle ENGINE_NEW = CFunction.WASM_ENGINE_NEW_WITH_CONFIG.bind();
  private static final MethodHandle ENGINE_DELETE = CFunction.WASM_ENGINE_DELETE.bind();
  private static final MethodHandle INCREMENT_EPOCH =
      CFunction.WASMTIME_ENGINE_INCREMENT_EPOCH.bind();
  private static final MethodHandle WAT2WASM = CFunction.WASMTIME_WAT2WASM.bind();
  private static final MethodHandle MODULE_NEW = CFunction.WASMTIME_MODULE_NEW.bind();
  private static final MethodHandle MODULE_SERIALIZE = CFunction.WASMTIME_MODULE_SERIALIZE.bind();
  private static final MethodHandle MODULE_DESERIALIZE_FILE =
      CFunction.WASMTIME_MODULE_DESERIALIZE_FILE.bind();
  private static final MethodHandle MODULE_DELETE = CFunction.WASMTIME_MODULE_DELETE.bind();
  private static final MethodHandle LINKER_NEW = CFunction.WASMTIME_LINKER_NEW.bind();
  private static final MethodHandle LINKER_DELETE = CFunction.WASMTIME_LINKER_DELETE.bind();
  private static final MethodHandle LINKER_DEFINE_WASI =
      CFunction.WASMTIME_LINKER_DEFINE_WASI.bind();
  private static final MethodHandle LINKER_ALLOW_SHADOWING =
      CFunction.WASMTIME_LINKER_ALLOW_SHADOWING.bind();
  private static final MethodHandle LINKER_DEFINE_FUNCTION =
      CFunction.WASMTIME_LINKER_DEFINE_FUNC_UNCHECKED.bind();
  private static final MethodHandle LINKER_GET = CFunction.WASMTIME_LINKER_GET.bind();
  private static final MethodHandle LINKER_INSTANTIATE_PRE =
      CFunction.WASMTIME_LINKER_INSTANTIATE_PRE.bind();
  private static final MethodHandle INSTANCE_PRE_DELETE =
      CFunction.WASMTIME_INSTANCE_PRE_DELETE.bind();
  private static final MethodHandle VALTYPE_NEW = CFunction.WASM_VALTYPE_NEW.bind();
  private static final MethodHandle VALTYPES_NEW = CFunction.WASM_VALTYPE_VEC_NEW.bind();
  private static final MethodHandle FUNCTYPE_NEW = CFunction.WASM_FUNCTYPE_NEW.bind();
  private static final MethodHandle FUNCTYPE_DELETE = CFunction.WASM_FUNCTYPE_DELETE.bind();
  private static final MethodHandle BYTES_DELETE = CFunction.WASM_BYTE_VEC_DELETE.bind();

  static MemorySegment configNew() {
    try {
      return (MemorySegment) CONFIG_NEW.invokeExact();
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void configEpochs(MemorySegment config, boolean on) {
    try {
      CONFIG_EPOCHS.invokeExact(config, on);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void configExceptions(MemorySegment config, boolean on) {
    try {
      CONFIG_EXCEPTIONS.invokeExact(config, on);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void configSharedMemory(MemorySegment config, boolean on) {
    try {
      CONFIG_SHARED_MEMORY.invokeExact(config, on);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void configStack(MemorySegment config, long bytes) {
    try {
      // the other must not be smaller, though nothing here is asynchronous
      CONFIG_ASYNC_STACK.invokeExact(config, bytes);
      CONFIG_STACK.invokeExact(config, bytes);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment engineNew(MemorySegment config) {
    try {
      return (MemorySegment) ENGINE_NEW.invokeExact(config);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void engineDelete(MemorySegment engine) {
    try {
      ENGINE_DELETE.invokeExact(engine);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void incrementEpoch(MemorySegment engine) {
    try {
      INCREMENT_EPOCH.invokeExact(engine);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment wat2wasm(MemorySegment text, long length, MemorySegment bytes) {
    try {
      return (MemorySegment) WAT2WASM.invokeExact(text, length, bytes);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment moduleNew(
      MemorySegment engine, MemorySegment wasm, long length, MemorySegment module) {
    try {
      return (MemorySegment) MODULE_NEW.invokeExact(engine, wasm, length, module);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment moduleSerialize(MemorySegment module, MemorySegment bytes) {
    try {
      return (MemorySegment) MODULE_SERIALIZE.invokeExact(module, bytes);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment moduleDeserializeFile(
      MemorySegment engine, MemorySegment path, MemorySegment module) {
    try {
      return (MemorySegment) MODULE_DESERIALIZE_FILE.invokeExact(engine, path, module);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void moduleDelete(MemorySegment module) {
    try {
      MODULE_DELETE.invokeExact(module);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment linkerNew(MemorySegment engine) {
    try {
      return (MemorySegment) LINKER_NEW.invokeExact(engine);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void linkerDelete(MemorySegment linker) {
    try {
      LINKER_DELETE.invokeExact(linker);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment linkerDefineWasi(MemorySegment linker) {
    try {
      return (MemorySegment) LINKER_DEFINE_WASI.invokeExact(linker);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void linkerAllowShadowing(MemorySegment linker, boolean on) {
    try {
      LINKER_ALLOW_SHADOWING.invokeExact(linker, on);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment linkerDefineFunction(
      MemorySegment linker,
      MemorySegment module,
      long moduleLength,
      MemorySegment name,
      long nameLength,
      MemorySegment type,
      MemorySegment callback,
      MemorySegment data,
      MemorySegment finalizer) {
    try {
      return (MemorySegment)
          LINKER_DEFINE_FUNCTION.invokeExact(
              linker, module, moduleLength, name, nameLength, type, callback, data, finalizer);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static boolean linkerGet(
      MemorySegment linker,
      MemorySegment context,
      MemorySegment module,
      long moduleLength,
      MemorySegment name,
      long nameLength,
      MemorySegment extern) {
    try {
      return (boolean)
          LINKER_GET.invokeExact(linker, context, module, moduleLength, name, nameLength, extern);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment linkerInstantiatePre(
      MemorySegment linker, MemorySegment module, MemorySegment pre) {
    try {
      return (MemorySegment) LINKER_INSTANTIATE_PRE.invokeExact(linker, module, pre);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void instancePreDelete(MemorySegment pre) {
    try {
      INSTANCE_PRE_DELETE.invokeExact(pre);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment valtypeNew(byte kind) {
    try {
      return (MemorySegment) VALTYPE_NEW.invokeExact(kind);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void valtypesNew(MemorySegment vector, long size, MemorySegment types) {
    try {
      VALTYPES_NEW.invokeExact(vector, size, types);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment functypeNew(MemorySegment params, MemorySegment results) {
    try {
      return (MemorySegment) FUNCTYPE_NEW.invokeExact(params, results);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void functypeDelete(MemorySegment type) {
    try {
      FUNCTYPE_DELETE.invokeExact(type);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void bytesDelete(MemorySegment bytes) {
    try {
      BYTES_DELETE.invokeExact(bytes);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  private Wasmtime() {}
}
