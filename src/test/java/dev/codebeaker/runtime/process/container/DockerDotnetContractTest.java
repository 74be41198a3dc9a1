package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.RigContract;

/** The runtime {@code docker-dotnet} keeps the contract of runtimes. */
class DockerDotnetContractTest extends RigContract {
  DockerDotnetContractTest() {
    super(() -> ContainerRig.apart("dotnet"), "docker-dotnet");
  }
}
