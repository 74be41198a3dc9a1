package dev.codebeaker.linux;

import dev.codebeaker.linux.Landlock.Access;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The kernel's own object of rules, while it is filled. */
final class LandlockRuleset implements AutoCloseable {
  private static final long EXECUTE = 1;
  private static final long WRITE_FILE = 1 << 1;
  private static final long READ_FILE = 1 << 2;
  private static final long READ_DIRECTORY = 1 << 3;
  private static final long MAKE_CHARACTER_DEVICE = 1 << 6;
  private static final long MAKE_BLOCK_DEVICE = 1 << 11;
  private static final long TRUNCATE = 1 << 14;
  private static final long CONTROL_DEVICE = 1 << 15;
  private static final long OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | CONTROL_DEVICE;

  private static final long TCP = 0b11;
  private static final long SIGNALS_AND_ABSTRACT_SOCKETS = 0b11;

  private static final int PATH_BENEATH = 1;
  private static final int HERE = -100;
  private static final int PATH_ONLY = 010000000;
  private static final int CLOSE_ON_EXEC = 02000000;

  private final int descriptor;
  private final long handled;

  private LandlockRuleset(int descriptor, long handled) {
    this.descriptor = descriptor;
    this.handled = handled;
  }

  static LandlockRuleset create(int abi) throws LinuxFailure {
    long handled = files(abi);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes =
          arena.allocateFrom(
              ValueLayout.JAVA_LONG,
              handled,
              abi >= Landlock.ABI_WITH_TCP ? TCP : 0,
              abi >= Landlock.ABI_WITH_SCOPES ? SIGNALS_AND_ABSTRACT_SOCKETS : 0);
      long descriptor =
          Syscall.call(
              SystemCall.LANDLOCK_CREATE_RULESET, attributes.address(), attributesBytes(abi), 0);
      return new LandlockRuleset((int) descriptor, handled);
    }
  }

  /** A path that is not there is passed over: what is not allowed is refused. */
  void allow(Path path, Set<Access> access) throws LinuxFailure {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path.toString()).address();
      long file = Syscall.call(SystemCall.OPENAT, HERE, name, PATH_ONLY | CLOSE_ON_EXEC, 0);
      try {
        add(
            arena,
            rights(access) & handled & (Files.isDirectory(path) ? ~0 : OF_FILES),
            (int) file);
      } finally {
        Syscall.call(SystemCall.CLOSE, file);
      }
    } catch (LinuxFailure failure) {
      if (failure.errno() != LinuxFailure.ENOENT) {
        throw LinuxFailure.of("landlock rule for " + path, failure.errno());
      }
    }
  }

  private void add(Arena arena, long rights, int file) throws LinuxFailure {
    MemorySegment rule = arena.allocate(2 * Long.BYTES, Long.BYTES);
    rule.set(ValueLayout.JAVA_LONG, 0, rights);
    rule.set(ValueLayout.JAVA_INT, Long.BYTES, file);
    Syscall.call(SystemCall.LANDLOCK_ADD_RULE, descriptor, PATH_BENEATH, rule.address(), 0);
  }

  void restrict() throws LinuxFailure {
    Syscall.call(SystemCall.LANDLOCK_RESTRICT_SELF, descriptor, 0);
  }

  @Override
  public void close() throws LinuxFailure {
    Syscall.call(SystemCall.CLOSE, descriptor);
  }

  /** Each version knows of one right to files more, but for the fourth. */
  private static long files(int abi) {
    int known =
        switch (abi) {
          case 1 -> 13;
          case 2 -> 14;
          case 3, 4 -> 15;
          default -> 16;
        };
    return (1L << known) - 1;
  }

  private static int attributesBytes(int abi) {
    int known = 1;
    if (abi >= Landlock.ABI_WITH_TCP) {
      known++;
    }
    if (abi >= Landlock.ABI_WITH_SCOPES) {
      known++;
    }
    return known * Long.BYTES;
  }

  private static long rights(Set<Access> access) {
    long rights = READ_FILE | READ_DIRECTORY;
    for (Access one : access) {
      rights |=
          switch (one) {
            case READ -> 0;
            case EXECUTE -> EXECUTE;
            case WRITE -> ~(EXECUTE | MAKE_CHARACTER_DEVICE | MAKE_BLOCK_DEVICE | CONTROL_DEVICE);
            case DEVICE -> WRITE_FILE | CONTROL_DEVICE;
          };
    }
    return rights;
  }
}
