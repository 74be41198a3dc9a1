package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.ChildProcess;
import java.io.IOException;

/** Puts a jail into a control group of its own, where the service may make one. */
final class ControlGroupUse {
  Consumption consumption(ChildProcess first, JailSpec spec) throws IOException {
    return new WatchedMembers(first::pid);
  }
}
