package dev.codebeaker.runtime.wasm.wasmtime;

/**
 * How a language is asked to stop. Both on the guest's thread, in the midst of whatever it does.
 */
@FunctionalInterface
public interface GentleStop {
  /** Asks; may call the guest back. */
  void ask();

  /**
   * Whether the guest has taken notice since: it has come to where it looks, and is now ending or
   * tidying up. The guest can pretend it; that only gives it the grace it would have had. Languages
   * that can't tell say yes.
   */
  default boolean isNoticed() {
    return true;
  }
}
