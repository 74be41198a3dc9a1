package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.RigContract;

/** The runtime {@code docker} keeps the contract of runtimes where its engine is elsewhere. */
class RemoteContractTest extends RigContract {
  RemoteContractTest() {
    super(() -> new RemoteRig("codebeaker/python"), "docker");
  }
}
