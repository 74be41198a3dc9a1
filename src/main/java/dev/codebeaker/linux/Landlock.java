package dev.codebeaker.linux;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a confined thread and its children may reach: files by the rules, and no TCP address, no
 * abstract socket and no process outside, as far as the kernel's Landlock knows of them. It knows
 * nothing of UDP, sockets that have a path, {@code chdir}, {@code stat} and {@code readlink};
 * sockets are for a {@link SeccompFilter} to refuse.
 *
 * @param rules what may be done below a path, or to it if it is a file; links are followed when it
 *     is applied, and what is not there then stays out of reach
 */
public record Landlock(Map<Path, Set<Access>> rules) {
  /** From this version on TCP is refused. */
  public static final int ABI_WITH_TCP = 4;

  /** From this version on signals and abstract sockets end at the domain's border. */
  public static final int ABI_WITH_SCOPES = 6;

  private static final int VERSION = 1;

  /** What can be allowed. Each includes reading. */
  public enum Access {
    READ,
    EXECUTE,

    /** Whatever is done with files and directories but making devices and executing. */
    WRITE,

    /** Reading, writing and controlling what is a device already. */
    DEVICE
  }

  public Landlock {
    Map<Path, Set<Access>> copy = new LinkedHashMap<>();
    rules.forEach((path, access) -> copy.put(path, Set.copyOf(access)));
    rules = Collections.unmodifiableMap(copy);
  }

  /** No file at all. */
  public static Landlock nothing() {
    return new Landlock(Map.of());
  }

  public Landlock readable(Path... paths) {
    return with(Access.READ, paths);
  }

  public Landlock executable(Path... paths) {
    return with(Access.EXECUTE, paths);
  }

  public Landlock writable(Path... paths) {
    return with(Access.WRITE, paths);
  }

  public Landlock device(Path... paths) {
    return with(Access.DEVICE, paths);
  }

  private Landlock with(Access access, Path... paths) {
    Map<Path, Set<Access>> all = new LinkedHashMap<>(rules);
    for (Path path : paths) {
      Set<Access> here = EnumSet.of(access);
      here.addAll(all.getOrDefault(path, Set.of()));
      all.put(path, here);
    }
    return new Landlock(all);
  }

  /** The version of the kernel's Landlock, 0 if it has none or has it switched off. */
  public static int abi() throws LinuxFailure {
    try {
      return (int) Syscall.call(SystemCall.LANDLOCK_CREATE_RULESET, 0, 0, VERSION);
    } catch (LinuxFailure failure) {
      if (Arrays.asList(LinuxFailure.ENOSYS, LinuxFailure.EOPNOTSUPP).contains(failure.errno())) {
        return 0;
      }
      throw failure;
    }
  }

  /**
   * Confines the calling thread and what it starts, for good. Rules of a later one narrow further.
   *
   * @throws LinuxFailure if the kernel has no Landlock or refuses; nothing is confined then
   */
  public void apply() throws LinuxFailure {
    try (LandlockRuleset ruleset = ruleset()) {
      restrict(ruleset);
    }
  }

  /** As a kernel of that version would. */
  void apply(int abi) throws LinuxFailure {
    try (LandlockRuleset ruleset = ruleset(abi)) {
      restrict(ruleset);
    }
  }

  private static void restrict(LandlockRuleset ruleset) throws LinuxFailure {
    Credentials.giveUpNewPrivileges();
    ruleset.restrict();
  }

  /** The rules with the kernel; the superuser's may name files that others can not look up. */
  LandlockRuleset ruleset() throws LinuxFailure {
    int abi = abi();
    if (abi == 0) {
      throw LinuxFailure.of("landlock", LinuxFailure.ENOSYS);
    }
    return ruleset(abi);
  }

  private LandlockRuleset ruleset(int abi) throws LinuxFailure {
    LandlockRuleset ruleset = LandlockRuleset.create(abi);
    try {
      for (Map.Entry<Path, Set<Access>> rule : rules.entrySet()) {
        ruleset.allow(rule.getKey(), rule.getValue());
      }
      return ruleset;
    } catch (LinuxFailure failure) {
      ruleset.close();
      throw failure;
    }
  }
}
