package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.RigContract;

/** The runtime {@code docker-bun} keeps the contract of runtimes. */
class DockerBunContractTest extends RigContract {
  DockerBunContractTest() {
    super(() -> ContainerRig.apart("bun"), "docker-bun");
  }
}
