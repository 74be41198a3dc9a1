package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.RigContract;

/** The runtime {@code docker-deno} keeps the contract of runtimes. */
class DockerDenoContractTest extends RigContract {
  DockerDenoContractTest() {
    super(() -> ContainerRig.apart("deno"), "docker-deno");
  }
}
