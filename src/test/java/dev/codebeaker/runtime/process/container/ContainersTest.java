package dev.codebeaker.runtime.process.container;

/** What becomes of containers of the runtime {@code docker}. */
class ContainersTest extends ContainerEnds {
  ContainersTest() {
    super(ContainerRig::new, "docker");
  }
}
