package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.foreign.Signature;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * Every C function the engine calls, with its {@link Signature}: the table from which handles are
 * bound and with which the native image's registration is compared. The symbol is the constant's
 * name in lower case.
 */
enum CFunction {
  // see Wasmtime
  WASM_CONFIG_NEW("p"),
  WASMTIME_CONFIG_EPOCH_INTERRUPTION_SET("vpz"),
  WASMTIME_CONFIG_WASM_EXCEPTIONS_SET("vpz"),
  WASMTIME_CONFIG_SHARED_MEMORY_SET("vpz"),
  WASMTIME_CONFIG_MAX_WASM_STACK_SET("vpl"),
  WASMTIME_CONFIG_ASYNC_STACK_SIZE_SET("vpl"),
  WASM_ENGINE_NEW_WITH_CONFIG("pp"),
  WASM_ENGINE_DELETE("vp"),
  WASMTIME_ENGINE_INCREMENT_EPOCH("vp"),
  WASMTIME_WAT2WASM("pplp"),
  WASMTIME_MODULE_NEW("ppplp"),
  WASMTIME_MODULE_SERIALIZE("ppp"),
  WASMTIME_MODULE_DESERIALIZE_FILE("pppp"),
  WASMTIME_MODULE_DELETE("vp"),
  WASMTIME_LINKER_NEW("pp"),
  WASMTIME_LINKER_DELETE("vp"),
  WASMTIME_LINKER_DEFINE_WASI("pp"),
  WASMTIME_LINKER_ALLOW_SHADOWING("vpz"),
  WASMTIME_LINKER_DEFINE_FUNC_UNCHECKED("ppplplpppp"),
  WASMTIME_LINKER_GET("zppplplp"),
  WASMTIME_LINKER_INSTANTIATE_PRE("pppp"),
  WASMTIME_INSTANCE_PRE_DELETE("vp"),
  WASM_VALTYPE_NEW("pb"),
  WASM_VALTYPE_VEC_NEW("vplp"),
  WASM_FUNCTYPE_NEW("ppp"),
  WASM_FUNCTYPE_DELETE("vp"),
  WASM_BYTE_VEC_DELETE("vp"),
  // see WasmtimeStore
  WASMTIME_STORE_NEW("pppp"),
  WASMTIME_STORE_CONTEXT("pp"),
  WASMTIME_STORE_DELETE("vp"),
  WASMTIME_STORE_LIMITER("vplllll"),
  WASMTIME_STORE_EPOCH_DEADLINE_CALLBACK("vpppp"),
  WASMTIME_CONTEXT_SET_EPOCH_DEADLINE("vpl"),
  WASMTIME_CONTEXT_SET_WASI("ppp"),
  WASMTIME_INSTANCE_PRE_INSTANTIATE("ppppp"),
  WASMTIME_INSTANCE_NEW("pppplpp"),
  WASMTIME_INSTANCE_EXPORT_GET("zppplp"),
  WASMTIME_FUNC_CALL_UNCHECKED("pppplp"),
  WASMTIME_FUNC_CALL("pppplplp"),
  WASMTIME_MEMORY_DATA("ppp"),
  WASMTIME_MEMORY_DATA_SIZE("lpp"),
  WASMTIME_MEMORY_GROW("ppplp"),
  WASMTIME_GLOBAL_GET("vppp"),
  WASMTIME_GLOBAL_SET("pppp"),
  WASI_CONFIG_NEW("p"),
  WASI_CONFIG_SET_ARGV("zplp"),
  WASI_CONFIG_SET_ENV("zplpp"),
  WASI_CONFIG_PREOPEN_DIR("zpppz"),
  // see WasmtimeErrors
  WASMTIME_ERROR_NEW("pp"),
  WASMTIME_ERROR_MESSAGE("vpp"),
  WASMTIME_ERROR_EXIT_STATUS("zpp"),
  WASMTIME_ERROR_DELETE("vp"),
  WASMTIME_TRAP_NEW("ppl"),
  WASM_TRAP_MESSAGE("vpp"),
  WASMTIME_TRAP_CODE("zpp"),
  WASM_TRAP_DELETE("vp"),
  // see Libc
  MMAP("ppliiil"),
  MUNMAP("ipl"),
  MADVISE("ipli"),
  MEMFD_CREATE("ipi"),
  OPEN("ipi"),
  CLOSE("ii"),
  PREAD("lipll"),
  IOCTL("iilp"),
  CLOCK_GETTIME("iip"),
  GETRUSAGE("iip"),
  PTHREAD_SELF("l"),
  PTHREAD_GETATTR_NP("ilp"),
  PTHREAD_ATTR_GETSTACKSIZE("ipp"),
  PTHREAD_ATTR_DESTROY("ip");

  private final Signature signature;

  CFunction(String letters) {
    this.signature = new Signature(letters);
  }

  String symbol() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  FunctionDescriptor descriptor() {
    return signature.descriptor();
  }

  /** Whether the C library, not wasmtime's, has it. */
  boolean isLibc() {
    return compareTo(MMAP) >= 0;
  }

  /**
   * @throws UnsatisfiedLinkError if the library lacks it or has not been opened
   */
  MethodHandle bind() {
    return Linker.nativeLinker().downcallHandle(NativeLibrary.find(this), descriptor());
  }

  /** A handle's own failure: a wrong signature, or no memory. Never the C function's answer. */
  static RuntimeException broken(Throwable failure) {
    return switch (failure) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      case Throwable t -> new IllegalStateException(t);
    };
  }
}
