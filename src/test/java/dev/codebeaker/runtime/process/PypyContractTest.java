package dev.codebeaker.runtime.process;

/** The runtime {@code pypy} keeps the contract of runtimes. */
class PypyContractTest extends ProcessContract {
  PypyContractTest() {
    super("pypy");
  }
}
