package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.RigContract;

/**
 * The runtime {@code gvisor} keeps the contract of runtimes. Its images are those of {@code
 * docker}, where each of their languages is tried; here is another kernel below them.
 */
class GvisorContractTest extends RigContract {
  GvisorContractTest() {
    super(
        ContainerRig::gvisor, "gvisor", "python", "javascript", "bash", "c", "java", "executable");
  }
}
