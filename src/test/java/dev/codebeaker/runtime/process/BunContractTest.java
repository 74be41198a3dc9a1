package dev.codebeaker.runtime.process;

/** The runtime {@code bun} keeps the contract of runtimes. */
class BunContractTest extends ProcessContract {
  BunContractTest() {
    super("bun");
  }
}
