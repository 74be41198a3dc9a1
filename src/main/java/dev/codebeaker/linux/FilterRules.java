package dev.codebeaker.linux;

import static dev.codebeaker.linux.LinuxFailure.EACCES;
import static dev.codebeaker.linux.LinuxFailure.EAFNOSUPPORT;
import static dev.codebeaker.linux.LinuxFailure.ENOSYS;
import static dev.codebeaker.linux.LinuxFailure.EPERM;
import static dev.codebeaker.linux.LinuxFailure.EPROTONOSUPPORT;

import dev.codebeaker.linux.BpfProgram.Argument;
import java.util.EnumSet;
import java.util.Set;

/** Which system calls a filter refuses, and how. */
final class FilterRules {
  /** What a guest has no business with, whatever the arguments. */
  private static final Set<SystemCall> FORBIDDEN =
      EnumSet.range(SystemCall.MOUNT, SystemCall.LANDLOCK_RESTRICT_SELF);

  /** Absent rather than forbidden: runtimes then do without, and clone's flags can be seen. */
  private static final Set<SystemCall> ABSENT =
      EnumSet.range(SystemCall.CLONE3, SystemCall.IO_URING_REGISTER);

  private static final Set<SystemCall> IPC = EnumSet.range(SystemCall.SHMGET, SystemCall.MQ_UNLINK);

  private static final Set<SystemCall> NEW_PEERS =
      EnumSet.of(SystemCall.SOCKET, SystemCall.CONNECT, SystemCall.BIND, SystemCall.LISTEN);

  private static final int ALL_BITS = 0xffffffff;

  /** New mount, cgroup, host name, IPC, user, PID and network namespaces. */
  private static final int NEW_NAMESPACES = 0x7e020000;

  /** What is made is a thread of the same process. */
  private static final int THREAD = 0x00010000;

  /** Typing into a terminal on behalf of who sits there, and the console's own such request. */
  private static final int[] TERMINAL_INJECTIONS = {0x5412, 0x541c};

  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int INET6 = 10;

  /** The family's usual one, ICMP, TCP and UDP. Multipath TCP and SMC would pass by Landlock. */
  private static final int[] PROTOCOLS = {0, 1, 6, 17};

  /** Data with the first packet: a connection without connect, which passes by Landlock. */
  private static final int FAST_OPEN = 0x20000000;

  /** The type without its flags; a stream and a sequence of packets have one peer for ever. */
  private static final int SOCKET_TYPE = 0xf;

  private static final int[] CONNECTED = {1, 5};

  /** The caller, where a process is asked for; and the kinds of number that mean one process. */
  private static final int SELF = 0;

  private static final int PRIORITY_OF_PROCESS = 0;
  private static final int IO_PRIORITY_OF_PROCESS = 1;

  private final Architecture architecture;
  private final BpfProgram program = new BpfProgram();

  private FilterRules(Architecture architecture) {
    this.architecture = architecture;
  }

  static byte[] program(Architecture architecture, Set<Refusal> refusals) {
    FilterRules rules = new FilterRules(architecture);
    rules.always();
    for (Refusal refusal : EnumSet.allOf(Refusal.class)) {
      if (refusals.contains(refusal)) {
        rules.refuse(refusal);
      }
    }
    return rules.program.allowingTheRest();
  }

  private void always() {
    program.killOtherThan(architecture.auditName());
    program.refuseAbove(SystemCall.NEWEST, ENOSYS);
    refuse(ABSENT, ENOSYS);
    refuse(FORBIDDEN, EPERM);
    refuseBits(SystemCall.CLONE, 0, NEW_NAMESPACES);
    int ioctl = SystemCall.IOCTL.on(architecture);
    program.refuseValues(ioctl, new Argument(1, ALL_BITS), EPERM, TERMINAL_INJECTIONS);
    allow(SystemCall.SOCKET, new Argument(0, ALL_BITS), EAFNOSUPPORT, UNIX, INET, INET6);
    allow(SystemCall.SOCKETPAIR, new Argument(0, ALL_BITS), EAFNOSUPPORT, UNIX);
    allow(SystemCall.SOCKET, new Argument(2, ALL_BITS), EPROTONOSUPPORT, PROTOCOLS);
    refuseBits(SystemCall.SENDTO, 3, FAST_OPEN);
    refuseBits(SystemCall.SENDMSG, 2, FAST_OPEN);
    refuseBits(SystemCall.SENDMMSG, 3, FAST_OPEN);
  }

  private void refuse(Refusal refusal) {
    switch (refusal) {
      case SOCKETS -> {
        refuse(NEW_PEERS, EACCES);
        allow(SystemCall.SOCKETPAIR, new Argument(1, SOCKET_TYPE), EACCES, CONNECTED);
      }
      case SESSIONS -> refuse(EnumSet.of(SystemCall.SETSID, SystemCall.SETPGID), EPERM);
      case PROGRAMS -> refuse(EnumSet.of(SystemCall.EXECVE, SystemCall.EXECVEAT), EPERM);
      case MORE_SESSIONS -> {
        program.ask(SystemCall.SETSID.on(architecture));
        refuse(EnumSet.of(SystemCall.SETPGID), EPERM);
      }
      case PROCESSES -> {
        refuse(EnumSet.of(SystemCall.FORK, SystemCall.VFORK), EPERM);
        allow(SystemCall.CLONE, new Argument(0, THREAD), EPERM, THREAD);
      }
      case LINKS -> refuse(EnumSet.range(SystemCall.SYMLINK, SystemCall.MKNODAT), EPERM);
      case SHARED_IPC -> refuse(IPC, ENOSYS);
      case OTHER_PROCESSES -> otherProcesses();
      case WATCHES -> refuse(EnumSet.of(SystemCall.INOTIFY_ADD_WATCH), EPERM);
      case RIGHTS_BY_NAME ->
          refuse(EnumSet.range(SystemCall.CHMOD, SystemCall.LREMOVEXATTR), EPERM);
    }
  }

  private void otherProcesses() {
    for (SystemCall call : EnumSet.range(SystemCall.PRLIMIT64, SystemCall.SCHED_SETATTR)) {
      allow(call, new Argument(0, ALL_BITS), EPERM, SELF);
    }
    allow(SystemCall.SETPRIORITY, new Argument(0, ALL_BITS), EPERM, PRIORITY_OF_PROCESS);
    allow(SystemCall.SETPRIORITY, new Argument(1, ALL_BITS), EPERM, SELF);
    allow(SystemCall.IOPRIO_SET, new Argument(0, ALL_BITS), EPERM, IO_PRIORITY_OF_PROCESS);
    allow(SystemCall.IOPRIO_SET, new Argument(1, ALL_BITS), EPERM, SELF);
  }

  private void refuse(Set<SystemCall> calls, int errno) {
    for (SystemCall call : calls) {
      call.number(architecture).ifPresent(number -> program.refuse(number, errno));
    }
  }

  private void refuseBits(SystemCall call, int argument, int bits) {
    program.refuseBits(call.on(architecture), argument, bits, EPERM);
  }

  private void allow(SystemCall call, Argument argument, int errno, int... values) {
    program.refuseOtherValues(call.on(architecture), argument, errno, values);
  }
}
