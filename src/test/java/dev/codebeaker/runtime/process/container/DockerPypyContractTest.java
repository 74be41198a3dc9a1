package dev.codebeaker.runtime.process.container;

/** The runtime {@code docker-pypy} keeps the contract of runtimes. */
class DockerPypyContractTest extends ContainerContract {
  DockerPypyContractTest() {
    super("docker-pypy");
  }
}
