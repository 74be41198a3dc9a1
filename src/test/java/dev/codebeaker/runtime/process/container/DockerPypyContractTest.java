package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.RigContract;

/** The runtime {@code docker-pypy} keeps the contract of runtimes. */
class DockerPypyContractTest extends RigContract {
  DockerPypyContractTest() {
    super(() -> ContainerRig.apart("pypy"), "docker-pypy");
  }
}
