package dev.codebeaker.runtime.process.container;

/** What becomes of containers with a kernel of their own. */
class GvisorContainersTest extends ContainerEnds {
  GvisorContainersTest() {
    super(ContainerRig::gvisor, "gvisor");
  }
}
