package dev.codebeaker.runtime.process;

import org.junit.jupiter.api.Nested;

/** Programs that mean ill, by each way to confine. */
class HostileProcessesTest {
  @Nested
  class InBubblewrap extends HostileProcesses {
    InBubblewrap() {
      super("bubblewrap");
    }
  }

  @Nested
  class InBubblewrapWithTheHostsProc extends HostileProcesses {
    InBubblewrapWithTheHostsProc() {
      super("bubblewrap-host-proc");
    }
  }

  @Nested
  class InLandlock extends HostileProcesses {
    InLandlock() {
      super("landlock");
    }
  }
}
