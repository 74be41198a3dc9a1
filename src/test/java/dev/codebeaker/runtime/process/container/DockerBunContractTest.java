package dev.codebeaker.runtime.process.container;

/** The runtime {@code docker-bun} keeps the contract of runtimes. */
class DockerBunContractTest extends ContainerContract {
  DockerBunContractTest() {
    super("docker-bun");
  }
}
