package dev.codebeaker.runtime.wasm.wasmtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Numbers for host functions, which C code hands back with each call. Grows once per function and
 * linker, never per guest.
 */
final class HostFunctions {
  private static final List<HostFunction> ALL = new CopyOnWriteArrayList<>();

  private HostFunctions() {}

  static synchronized long register(HostFunction function) {
    ALL.add(function);
    return ALL.size() - 1L;
  }

  static HostFunction at(long number) {
    return ALL.get((int) number);
  }
}
