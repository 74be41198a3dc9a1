package dev.codebeaker.runtime.process;

/** The runtime {@code deno} keeps the contract of runtimes. */
class DenoContractTest extends ProcessContract {
  DenoContractTest() {
    super("deno");
  }
}
