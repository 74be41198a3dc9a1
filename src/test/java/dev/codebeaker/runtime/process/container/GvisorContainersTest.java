package dev.codebeaker.runtime.process.container;

/** What becomes of containers with a kernel of their own. */
class GvisorContainersTest extends ContainersTest {
  GvisorContainersTest() {
    super(ContainerRig::gvisor, "gvisor");
  }
}
