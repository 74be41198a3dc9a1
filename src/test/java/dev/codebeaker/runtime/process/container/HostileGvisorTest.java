package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.HostileProcesses;
import java.util.List;

/** Programs that mean ill, on a kernel of their own. */
class HostileGvisorTest extends HostileProcesses {
  HostileGvisorTest() {
    super(ContainerRig::gvisor, "gvisor", List.of("gvisor"));
  }
}
