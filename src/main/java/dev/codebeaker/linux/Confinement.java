package dev.codebeaker.linux;

import java.util.Optional;

/**
 * All that is taken from a thread, and thereby from what it starts: files, network and processes
 * outside, system calls, capabilities and, if asked for, the superuser's name.
 *
 * <p>The thread that was confined shares its domain and user with its children. The kernel lets
 * them signal it by its thread id, and a fatal signal ends the whole process; they may also read
 * the process' memory and environment below {@code /proc/<thread id>}. So the thread has to have
 * ended before code that nobody vetted runs in a child.
 *
 * @param landlock which files
 * @param filter which system calls
 * @param credentials whose name to take, which only the superuser can; else the thread keeps its
 *     own
 */
public record Confinement(
    Landlock landlock, SeccompFilter filter, Optional<Credentials> credentials) {

  /**
   * Confines the calling thread, a platform thread made for it, for good.
   *
   * <p>It can then load no class from a file that the rules do not allow, and the machine remembers
   * for all threads that the class was not found. What the thread is to run afterwards must have
   * been loaded before.
   *
   * @throws LinuxFailure if the kernel refuses anything; the thread is then half confined, and
   *     nothing may be started from it
   */
  public void apply() throws LinuxFailure {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a virtual thread's carrier would be confined with it");
    }
    try (LandlockRuleset ruleset = landlock.ruleset();
        SeccompFilter.Loaded loaded = filter.load()) {
      if (credentials.isPresent()) {
        credentials.get().take();
      }
      Credentials.dropCapabilities();
      Credentials.giveUpNewPrivileges();
      ruleset.restrict();
      loaded.apply();
    }
  }
}
