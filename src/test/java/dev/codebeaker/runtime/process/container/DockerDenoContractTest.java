package dev.codebeaker.runtime.process.container;

/** The runtime {@code docker-deno} keeps the contract of runtimes. */
class DockerDenoContractTest extends ContainerContract {
  DockerDenoContractTest() {
    super("docker-deno");
  }
}
