package dev.codebeaker.runtime.process;

/** The runtime {@code dotnet} keeps the contract of runtimes. */
class DotnetContractTest extends ProcessContract {
  DotnetContractTest() {
    super("dotnet");
  }
}
