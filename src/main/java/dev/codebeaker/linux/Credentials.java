package dev.codebeaker.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Who a thread is to the kernel. What the C library would do to all threads is done to one, the
 * caller: what it starts inherits it.
 *
 * @param uid a user's number, not the superuser's
 * @param gid a group's number; supplementary groups there are none
 */
public record Credentials(int uid, int gid) {
  private static final int NO_NEW_PRIVILEGES = 38;
  private static final int CAPABILITY_VERSION_3 = 0x20080522;
  private static final int CAPABILITY_HEADER_BYTES = 8;
  private static final int CAPABILITY_DATA_BYTES = 24;

  public Credentials {
    if (uid <= 0 || gid <= 0) {
      throw new IllegalArgumentException(
          "uid and gid must be above 0, the superuser's; they are " + uid + " and " + gid);
    }
  }

  /**
   * Makes the calling thread, which must be the superuser's, this user's for good. The kernel then
   * keeps the whole process from being dumped and traced by its like; a superuser still may.
   *
   * @throws LinuxFailure if the thread may not; it may then be half way, and fit for nothing else
   */
  public void take() throws LinuxFailure {
    Syscall.call(SystemCall.SETGROUPS, 0, 0);
    Syscall.call(SystemCall.SETRESGID, gid, gid, gid);
    Syscall.call(SystemCall.SETRESUID, uid, uid, uid);
  }

  /** The calling thread, even the superuser's, and what it starts have no capability any more. */
  static void dropCapabilities() throws LinuxFailure {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment header = arena.allocate(CAPABILITY_HEADER_BYTES, Integer.BYTES);
      header.set(ValueLayout.JAVA_INT, 0, CAPABILITY_VERSION_3);
      MemorySegment none = arena.allocate(CAPABILITY_DATA_BYTES, Integer.BYTES);
      Syscall.call(SystemCall.CAPSET, header.address(), none.address());
    }
  }

  /** No program the calling thread or its children start gains rights, setuid or not. */
  static void giveUpNewPrivileges() throws LinuxFailure {
    Syscall.call(SystemCall.PRCTL, NO_NEW_PRIVILEGES, 1, 0, 0, 0);
  }
}
