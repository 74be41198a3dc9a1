package dev.codebeaker.runtime.process.container;

/** The runtime {@code docker} keeps the contract of runtimes. */
class DockerContractTest extends ContainerContract {
  DockerContractTest() {
    super("docker");
  }
}
