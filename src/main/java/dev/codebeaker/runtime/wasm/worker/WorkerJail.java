package dev.codebeaker.runtime.wasm.worker;

import dev.codebeaker.linux.Confinement;
import dev.codebeaker.linux.Landlock;
import dev.codebeaker.linux.LinuxFailure;
import dev.codebeaker.linux.Refusal;
import dev.codebeaker.linux.SeccompFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a worker can reach, from before its first instruction: the program it is, what it reads of
 * the machine, what the service has prepared for it, and the files of its own sessions.
 *
 * @param program its archives are read
 * @param readable what else is read: the engine's files and the cache, which it must not change,
 *     because others run what is in it
 */
public record WorkerJail(WorkerProgram program, List<Path> readable) {
  private static final List<Path> SYSTEM =
      List.of(Path.of("/lib"), Path.of("/lib64"), Path.of("/usr/lib"), Path.of("/usr/lib64"));

  /** Other processes' secrets there are closed to whoever is in a domain of Landlock. */
  private static final List<Path> MACHINE =
      List.of(
          Path.of("/proc"),
          Path.of("/sys/fs/cgroup"),
          Path.of("/sys/devices/system/cpu"),
          Path.of("/sys/kernel/mm"),
          Path.of("/etc/ld.so.cache"),
          Path.of("/etc/localtime"));

  private static final List<Path> DEVICES =
      List.of(
          Path.of("/dev/null"),
          Path.of("/dev/zero"),
          Path.of("/dev/random"),
          Path.of("/dev/urandom"));

  public WorkerJail {
    readable = List.copyOf(readable);
  }

  /** Whether the kernel can keep files from a process. */
  static boolean hasFileRules() {
    try {
      return Landlock.abi() > 0;
    } catch (LinuxFailure refused) {
      return false;
    }
  }

  /**
   * For one worker. What it needs only to begin, it gives up itself: see {@code inside.Shutter}.
   *
   * @param own the directories it may write to
   */
  Confinement confinement(Path... own) {
    return new Confinement(
        files(own),
        SeccompFilter.refusing(Refusal.SHARED_IPC, Refusal.OTHER_PROCESSES),
        Optional.empty());
  }

  private Landlock files(Path... own) {
    return Landlock.nothing()
        .executable(there(program.executables()))
        .executable(there(SYSTEM))
        .readable(there(program.classPath()))
        .readable(there(MACHINE))
        .readable(there(readable))
        .device(there(DEVICES))
        .writable(own);
  }

  private static Path[] there(List<Path> paths) {
    return paths.stream().filter(Files::exists).toArray(Path[]::new);
  }
}
