package dev.codebeaker.runtime.wasm.worker.inside;

import dev.codebeaker.linux.LinuxFailure;
import dev.codebeaker.linux.Refusal;
import dev.codebeaker.linux.SeccompFilter;
import org.jboss.logging.Logger;

/**
 * Shuts the jail from inside, once there is nothing more to begin: no program, process, socket or
 * link from now on, for any thread.
 */
final class Shutter {
  private static final Logger LOG = Logger.getLogger(Shutter.class);

  private Shutter() {}

  /**
   * @throws IllegalStateException if it is required and the kernel refuses
   */
  static void shut(boolean required) {
    try {
      SeccompFilter.refusing(Refusal.values()).applyToAllThreads();
    } catch (LinuxFailure refused) {
      if (required) {
        throw new IllegalStateException("the jail can not be shut", refused);
      }
      LOG.warn("The kernel does not filter the worker's system calls", refused);
    }
  }
}
