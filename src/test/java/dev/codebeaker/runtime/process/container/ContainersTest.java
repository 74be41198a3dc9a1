package dev.codebeaker.runtime.process.container;

/** What becomes of containers that share the host's kernel. */
class ContainersTest extends ContainerEnds {
  ContainersTest() {
    super(ContainerRig::new, "docker");
  }
}
