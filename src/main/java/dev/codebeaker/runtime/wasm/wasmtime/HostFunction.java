package dev.codebeaker.runtime.wasm.wasmtime;

/**
 * A function of the host that a module imports.
 *
 * @param module the import's module
 * @param name the import's name
 * @param params a letter for each parameter: i 32 bits, l 64 bits
 * @param result the same for the result; empty for none
 * @param body what it does
 */
public record HostFunction(String module, String name, String params, String result, Body body) {

  /** Called on the guest's thread, while the guest waits. */
  @FunctionalInterface
  public interface Body {
    /**
     * Pointers from a guest are hostile: read and write them only through {@link
     * Instance#memory()}, which is bounds checked; an index out of bounds becomes a trap.
     *
     * @return the result, or anything where there is none
     * @throws GuestEnd to end the guest's call; any other exception does so too, and is thrown to
     *     whoever called the guest
     */
    long call(Instance instance, HostArguments arguments) throws Exception;
  }
}
