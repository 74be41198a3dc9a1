package dev.codebeaker.runtime.process;

import java.util.Map;

/** The contract on one of the process runtimes. */
abstract class ProcessContract extends RigContract {
  ProcessContract(String name) {
    super(() -> new ProcessRig(Map.of()), name);
  }
}
