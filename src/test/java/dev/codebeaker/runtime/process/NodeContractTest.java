package dev.codebeaker.runtime.process;

/** The runtime {@code node} keeps the contract of runtimes. */
class NodeContractTest extends ProcessContract {
  NodeContractTest() {
    super("node");
  }
}
