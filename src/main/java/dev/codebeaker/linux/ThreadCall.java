package dev.codebeaker.linux;

/** Calls that the C library lacks, or makes for all threads where one is meant. */
enum ThreadCall {
  SETGROUPS(116, 159),
  SETRESUID(117, 147),
  SETRESGID(119, 149),
  GETTID(186, 178),
  TGKILL(234, 131),
  PIDFD_SEND_SIGNAL(424, 424),
  PIDFD_OPEN(434, 434);

  private final long number;

  ThreadCall(long amd64, long aarch64) {
    number = System.getProperty("os.arch").equals("aarch64") ? aarch64 : amd64;
  }

  int call(CallFrame frame, long first, long second, long third) throws LinuxFailure {
    long result = ProcessCalls.syscall(frame.errno(), number, first, second, third, 0, 0, 0);
    return frame.checked((int) result, name().toLowerCase(java.util.Locale.ROOT));
  }
}
