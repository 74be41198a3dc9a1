package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.RigContract;

/**
 * The runtime {@code gvisor} keeps the contract of runtimes, in some languages: here is another
 * kernel below the images of {@code docker}, where all are tried.
 */
class GvisorContractTest extends RigContract {
  GvisorContractTest() {
    super(ContainerRig::gvisor, "gvisor");
  }
}
