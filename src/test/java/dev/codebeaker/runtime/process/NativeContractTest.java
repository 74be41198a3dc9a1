package dev.codebeaker.runtime.process;

/** The runtime {@code native} keeps the contract of runtimes. */
class NativeContractTest extends ProcessContract {
  NativeContractTest() {
    super("native");
  }
}
