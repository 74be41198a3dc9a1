package dev.codebeaker.runtime.wasm.wasmtime;

/** Receives a guest's output, on the guest's thread. */
@FunctionalInterface
public interface OutputConsumer {
  /**
   * @param stream 1 standard output, 2 standard error
   * @param bytes the consumer's own from now on
   */
  void accept(int stream, byte[] bytes);
}
