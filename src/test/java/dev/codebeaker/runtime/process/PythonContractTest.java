package dev.codebeaker.runtime.process;

/** The runtime {@code python} keeps the contract of runtimes. */
class PythonContractTest extends ProcessContract {
  PythonContractTest() {
    super("python");
  }
}
