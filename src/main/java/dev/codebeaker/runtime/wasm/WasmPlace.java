package dev.codebeaker.runtime.wasm;

import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the guests of one sandbox run: in this process or in a worker. Taken when the sandbox is
 * opened, closed when its last guest is. Thread safe.
 */
public interface WasmPlace extends AutoCloseable {
  /**
   * The group of directories the sandbox's files must be in, made already; empty where any place is
   * as good.
   */
  Optional<String> group();

  /**
   * A guest for one language: a fresh program, or a context when {@code stateful}. May block.
   *
   * @throws ServiceException {@code RUNTIME_PREPARING}, {@code RUNTIME_UNAVAILABLE}, {@code
   *     TEMPLATE_UNKNOWN} or {@code RUNTIME_FAILED}; here, or at the guest's first run
   */
  WasmGuest open(GuestSpec spec);

  @Override
  void close();

  /** Of an engine that runs all guests in this process. */
  static WasmPlace inThisProcess(Function<GuestSpec, WasmGuest> opening) {
    return new WasmPlace() {
      @Override
      public Optional<String> group() {
        return Optional.empty();
      }

      @Override
      public WasmGuest open(GuestSpec spec) {
        return opening.apply(spec);
      }

      @Override
      public void close() {}
    };
  }
}
