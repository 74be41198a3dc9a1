package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.RigContract;

/** The runtime {@code docker} keeps the contract of runtimes, in every language. */
class DockerContractTest extends RigContract {
  DockerContractTest() {
    super(ContainerRig::complete, "docker");
  }
}
