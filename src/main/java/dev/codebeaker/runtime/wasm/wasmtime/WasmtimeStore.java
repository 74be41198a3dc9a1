package dev.codebeaker.runtime.wasm.wasmtime;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * wasmtime's C functions for stores, instances, calls, memories and WASI settings, one typed method
 * each. A store and all in it belong to one thread at a time.
 */
final class WasmtimeStore {
  private static final MethodHandle STORE_NEW = CFunction.WASMTIME_STORE_NEW.bind();
  private static final MethodHandle STORE_CONTEXT = CFunction.WASMTIME_STORE_CONTEXT.bind();
  private static final MethodHandle STORE_DELETE = CFunction.WASMTIME_STORE_DELETE.bind();
  private static final MethodHandle STORE_LIMITER = CFunction.WASMTIME_STORE_LIMITER.bind();
  private static final MethodHandle EPOCH_CALLBACK =
      CFunction.WASMTIME_STORE_EPOCH_DEADLINE_CALLBACK.bind();
  private static final MethodHandle SET_EPOCH_DEADLINE =
      CFunction.WASMTIME_CONTEXT_SET_EPOCH_DEADLINE.bind();
  private static final MethodHandle SET_WASI = CFunction.WASMTIME_CONTEXT_SET_WASI.bind();
  private static final MethodHandle INSTANTIATE =
      CFunction.WASMTIME_INSTANCE_PRE_INSTANTIATE.bind();
  private static final MethodHandle INSTANCE_NEW = CFunction.WASMTIME_INSTANCE_NEW.bind();
  private static final MethodHandle INSTANCE_EXPORT = CFunction.WASMTIME_INSTANCE_EXPORT_GET.bind();
  private static final MethodHandle CALL_UNCHECKED = CFunction.WASMTIME_FUNC_CALL_UNCHECKED.bind();
  private static final MethodHandle CALL_CHECKED = CFunction.WASMTIME_FUNC_CALL.bind();
  private static final MethodHandle MEMORY_DATA = CFunction.WASMTIME_MEMORY_DATA.bind();
  private static final MethodHandle MEMORY_SIZE = CFunction.WASMTIME_MEMORY_DATA_SIZE.bind();
  private static final MethodHandle MEMORY_GROW = CFunction.WASMTIME_MEMORY_GROW.bind();
  private static final MethodHandle GLOBAL_GET = CFunction.WASMTIME_GLOBAL_GET.bind();
  private static final MethodHandle GLOBAL_SET = CFunction.WASMTIME_GLOBAL_SET.bind();
  private static final MethodHandle WASI_NEW = CFunction.WASI_CONFIG_NEW.bind();
  private static final MethodHandle WASI_ARGV = CFunction.WASI_CONFIG_SET_ARGV.bind();
  private static final MethodHandle WASI_ENV = CFunction.WASI_CONFIG_SET_ENV.bind();
  private static final MethodHandle WASI_PREOPEN = CFunction.WASI_CONFIG_PREOPEN_DIR.bind();

  static MemorySegment storeNew(MemorySegment engine, MemorySegment data, MemorySegment finalizer) {
    try {
      return (MemorySegment) STORE_NEW.invokeExact(engine, data, finalizer);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment storeContext(MemorySegment store) {
    try {
      return (MemorySegment) STORE_CONTEXT.invokeExact(store);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void storeDelete(MemorySegment store) {
    try {
      STORE_DELETE.invokeExact(store);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void storeLimiter(
      MemorySegment store,
      long memory,
      long tableElements,
      long instances,
      long tables,
      long memories) {
    try {
      STORE_LIMITER.invokeExact(store, memory, tableElements, instances, tables, memories);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void epochCallback(
      MemorySegment store, MemorySegment callback, MemorySegment data, MemorySegment finalizer) {
    try {
      EPOCH_CALLBACK.invokeExact(store, callback, data, finalizer);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void setEpochDeadline(MemorySegment context, long ticks) {
    try {
      SET_EPOCH_DEADLINE.invokeExact(context, ticks);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment setWasi(MemorySegment context, MemorySegment wasi) {
    try {
      return (MemorySegment) SET_WASI.invokeExact(context, wasi);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment instantiate(
      MemorySegment pre, MemorySegment context, MemorySegment instance, MemorySegment trap) {
    try {
      return (MemorySegment) INSTANTIATE.invokeExact(pre, context, instance, trap);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment instanceNew(
      MemorySegment context,
      MemorySegment module,
      MemorySegment imports,
      long count,
      MemorySegment instance,
      MemorySegment trap) {
    try {
      return (MemorySegment)
          INSTANCE_NEW.invokeExact(context, module, imports, count, instance, trap);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static boolean instanceExport(
      MemorySegment context,
      MemorySegment instance,
      MemorySegment name,
      long nameLength,
      MemorySegment extern) {
    try {
      return (boolean) INSTANCE_EXPORT.invokeExact(context, instance, name, nameLength, extern);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment callUnchecked(
      MemorySegment context,
      MemorySegment function,
      MemorySegment values,
      long size,
      MemorySegment trap) {
    try {
      return (MemorySegment) CALL_UNCHECKED.invokeExact(context, function, values, size, trap);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment callChecked(
      MemorySegment context,
      MemorySegment function,
      MemorySegment args,
      long argCount,
      MemorySegment results,
      long resultCount,
      MemorySegment trap) {
    try {
      return (MemorySegment)
          CALL_CHECKED.invokeExact(context, function, args, argCount, results, resultCount, trap);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment memoryData(MemorySegment context, MemorySegment memory) {
    try {
      return (MemorySegment) MEMORY_DATA.invokeExact(context, memory);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static long memorySize(MemorySegment context, MemorySegment memory) {
    try {
      return (long) MEMORY_SIZE.invokeExact(context, memory);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment memoryGrow(
      MemorySegment context, MemorySegment memory, long pages, MemorySegment before) {
    try {
      return (MemorySegment) MEMORY_GROW.invokeExact(context, memory, pages, before);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static void globalGet(MemorySegment context, MemorySegment global, MemorySegment value) {
    try {
      GLOBAL_GET.invokeExact(context, global, value);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment globalSet(MemorySegment context, MemorySegment global, MemorySegment value) {
    try {
      return (MemorySegment) GLOBAL_SET.invokeExact(context, global, value);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static MemorySegment wasiNew() {
    try {
      return (MemorySegment) WASI_NEW.invokeExact();
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static boolean wasiArgv(MemorySegment wasi, long count, MemorySegment args) {
    try {
      return (boolean) WASI_ARGV.invokeExact(wasi, count, args);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static boolean wasiEnv(
      MemorySegment wasi, long count, MemorySegment names, MemorySegment values) {
    try {
      return (boolean) WASI_ENV.invokeExact(wasi, count, names, values);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static boolean wasiPreopen(
      MemorySegment wasi, MemorySegment host, MemorySegment guest, boolean writable) {
    try {
      return (boolean) WASI_PREOPEN.invokeExact(wasi, host, guest, writable);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  private WasmtimeStore() {}
}
