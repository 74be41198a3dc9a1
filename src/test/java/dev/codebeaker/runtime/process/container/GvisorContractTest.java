package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.RigContract;

/** The runtime {@code gvisor} keeps the contract of runtimes. */
class GvisorContractTest extends RigContract {
  GvisorContractTest() {
    super(ContainerRig::gvisor, "gvisor");
  }
}
