package dev.codebeaker.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A filter of system calls that leaves ordinary programs be and refuses what opens ways out of a
 * sandbox: other namespaces and mounts, other processes' memory, keys, the kernel's less travelled
 * interfaces, sockets of unusual kinds, and every call newer than the table it was made with.
 *
 * @param refusals what is refused beside that
 */
public record SeccompFilter(Set<Refusal> refusals) {
  private static final int SET_FILTER = 1;
  private static final int ALL_THREADS = 1;
  private static final int NEW_LISTENER = 8;
  private static final int PROGRAM_BYTES = 16;
  private static final int PROGRAM_ADDRESS = 8;
  private static final int INSTRUCTION_BYTES = 8;

  public SeccompFilter {
    refusals = Set.copyOf(refusals);
  }

  public static SeccompFilter refusing(Refusal... refusals) {
    return new SeccompFilter(Set.copyOf(Arrays.asList(refusals)));
  }

  /**
   * The filter as the kernel and {@code bwrap --seccomp} read it, for this machine.
   *
   * @throws LinuxFailure on an architecture whose system calls are not known here
   */
  public byte[] bytes() throws LinuxFailure {
    return bytes(Architecture.current());
  }

  byte[] bytes(Architecture architecture) {
    return FilterRules.program(architecture, refusals);
  }

  /**
   * Puts it in force for the calling thread and whatever that starts, for good. The thread has to
   * give up new privileges with it.
   */
  public void apply() throws LinuxFailure {
    try (Loaded loaded = load()) {
      loaded.apply();
    }
  }

  /**
   * Puts it in force for every thread of this process and whatever they start, for good. They all
   * give up new privileges.
   *
   * @throws LinuxFailure if the kernel refuses, or a thread has another filter of its own
   */
  public void applyToAllThreads() throws LinuxFailure {
    try (Loaded loaded = load()) {
      loaded.applyToAllThreads();
    }
  }

  /** Ready to be applied by a thread that can not read files, and so load classes, any more. */
  Loaded load() throws LinuxFailure {
    byte[] bytes = bytes();
    Arena arena = Arena.ofConfined();
    MemorySegment filter = arena.allocate(bytes.length, INSTRUCTION_BYTES);
    filter.asByteBuffer().put(bytes);
    MemorySegment program = arena.allocate(PROGRAM_BYTES, Long.BYTES);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) (bytes.length / INSTRUCTION_BYTES));
    program.set(ValueLayout.JAVA_LONG, PROGRAM_ADDRESS, filter.address());
    boolean asks = refusals.contains(Refusal.MORE_SESSIONS) && !refusals.contains(Refusal.SESSIONS);
    return new Loaded(
        arena, program, asks ? Optional.of(FirstSession.awaited()) : Optional.empty());
  }

  /**
   * The filter in native memory.
   *
   * @param session who grants the first session
   */
  record Loaded(Arena memory, MemorySegment program, Optional<FirstSession> session)
      implements AutoCloseable {
    void apply() throws LinuxFailure {
      Credentials.giveUpNewPrivileges();
      if (session.isPresent()) {
        session.get().grantTo((int) install(NEW_LISTENER));
      } else {
        install(0);
      }
    }

    void applyToAllThreads() throws LinuxFailure {
      Credentials.giveUpNewPrivileges();
      long otherThread = install(ALL_THREADS);
      if (otherThread != 0) {
        throw LinuxFailure.of("seccomp for thread " + otherThread, LinuxFailure.EBUSY);
      }
    }

    private long install(int flags) throws LinuxFailure {
      return Syscall.call(SystemCall.SECCOMP, SET_FILTER, flags, program.address());
    }

    @Override
    public void close() {
      if (session.isPresent()) {
        session.get().close();
      }
      memory.close();
    }
  }
}
