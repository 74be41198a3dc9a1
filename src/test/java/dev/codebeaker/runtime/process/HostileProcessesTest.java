package dev.codebeaker.runtime.process;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;

/** Programs that mean ill, by each way to confine. */
class HostileProcessesTest {
  private static Supplier<RuntimeRig> confined(String tier) {
    return () -> new ProcessRig(Map.of("codebeaker.process.jail.tier", tier));
  }

  @Nested
  class InBubblewrap extends HostileProcesses {
    InBubblewrap() {
      super(confined("bubblewrap"), "python", List.of("bun", "node", "deno"));
    }
  }

  @Nested
  class InBubblewrapWithTheHostsProc extends HostileProcesses {
    InBubblewrapWithTheHostsProc() {
      super(confined("bubblewrap-host-proc"), "python", List.of("bun", "node", "deno"));
    }
  }

  @Nested
  class InLandlock extends HostileProcesses {
    InLandlock() {
      super(confined("landlock"), "python", List.of("bun", "node", "deno"));
    }
  }
}
