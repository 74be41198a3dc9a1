package dev.codebeaker.linux;

import dev.codebeaker.foreign.Signature;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Every C function this package calls, with its {@link Signature}: the table from which handles are
 * bound and with which the native image's registration is compared. The symbol is the constant's
 * name in lower case. Each call keeps errno, because the virtual machine may overwrite it before
 * Java could ask.
 */
enum LinuxFunction {
  // see FileCalls
  OPEN("ipii", 2),
  CLOSE("ii"),
  READ("lipl"),
  WRITE("lipl"),
  FCNTL("iiii", 2),
  PIPE2("ipi"),
  MKFIFO("ipi"),
  CHMOD("ipi"),
  LCHOWN("ipii"),
  UNLINK("ip"),
  // see PollCalls
  EPOLL_CREATE1("ii"),
  EPOLL_CTL("iiiip"),
  EPOLL_WAIT("iipii"),
  EVENTFD("iii"),
  // see SpawnCalls
  POSIX_SPAWN("ipppppp"),
  POSIX_SPAWNATTR_INIT("ip"),
  POSIX_SPAWNATTR_DESTROY("ip"),
  POSIX_SPAWNATTR_SETFLAGS("ipi"),
  POSIX_SPAWNATTR_SETSIGMASK("ipp"),
  POSIX_SPAWNATTR_SETSIGDEFAULT("ipp"),
  POSIX_SPAWN_FILE_ACTIONS_INIT("ip"),
  POSIX_SPAWN_FILE_ACTIONS_DESTROY("ip"),
  POSIX_SPAWN_FILE_ACTIONS_ADDDUP2("ipii"),
  POSIX_SPAWN_FILE_ACTIONS_ADDOPEN("ipipii"),
  POSIX_SPAWN_FILE_ACTIONS_ADDCLOSE("ipi"),
  POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP("ipp"),
  POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP("ipi"),
  // see ProcessCalls
  SYSCALL("llllllll", 1),
  WAIT4("iipip"),
  KILL("iii"),
  GETRESUID("ippp"),
  GETRESGID("ippp"),
  GETGROUPS("iip"),
  // see TerminalCalls
  POSIX_OPENPT("ii"),
  UNLOCKPT("ii"),
  IOCTL("iilp", 2);

  private final Signature signature;
  private final OptionalInt firstVariadic;

  LinuxFunction(String letters) {
    this.signature = new Signature(letters);
    this.firstVariadic = OptionalInt.empty();
  }

  /**
   * @param firstVariadic the index of the first argument that C passes by "..."
   */
  LinuxFunction(String letters, int firstVariadic) {
    this.signature = new Signature(letters);
    this.firstVariadic = OptionalInt.of(firstVariadic);
  }

  FunctionDescriptor descriptor() {
    return signature.descriptor();
  }

  OptionalInt firstVariadic() {
    return firstVariadic;
  }

  /** A handle whose first argument is the memory for errno. */
  MethodHandle bind() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker
            .defaultLookup()
            .find(name().toLowerCase(Locale.ROOT))
            .orElseThrow(() -> new UnsatisfiedLinkError(name().toLowerCase(Locale.ROOT))),
        descriptor(),
        options().toArray(Linker.Option[]::new));
  }

  private List<Linker.Option> options() {
    Stream<Linker.Option> variadic =
        firstVariadic.stream().mapToObj(Linker.Option::firstVariadicArg);
    return Stream.concat(Stream.of(Linker.Option.captureCallState("errno")), variadic).toList();
  }

  /** A handle's own failure: a wrong signature, or no memory. Never the C function's answer. */
  static RuntimeException broken(Throwable failure) {
    return switch (failure) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      case Throwable t -> new IllegalStateException(t);
    };
  }
}
