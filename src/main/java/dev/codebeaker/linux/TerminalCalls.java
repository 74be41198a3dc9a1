package dev.codebeaker.linux;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Pseudo-terminals. */
final class TerminalCalls {
  private static final MethodHandle POSIX_OPENPT = LinuxFunction.POSIX_OPENPT.bind();
  private static final MethodHandle UNLOCKPT = LinuxFunction.UNLOCKPT.bind();
  private static final MethodHandle IOCTL = LinuxFunction.IOCTL.bind();

  static int open(MemorySegment errno, int flags) {
    try {
      return (int) POSIX_OPENPT.invokeExact(errno, flags);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int unlock(MemorySegment errno, int master) {
    try {
      return (int) UNLOCKPT.invokeExact(errno, master);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int ioctl(MemorySegment errno, int descriptor, long request, MemorySegment argument) {
    try {
      return (int) IOCTL.invokeExact(errno, descriptor, request, argument);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  private TerminalCalls() {}
}
