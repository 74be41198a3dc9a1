package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.HostileProcesses;
import java.util.List;

/** Programs that mean ill, in containers. */
class HostileContainersTest extends HostileProcesses {
  HostileContainersTest() {
    super(ContainerRig::new, "docker", List.of("docker"));
  }
}
