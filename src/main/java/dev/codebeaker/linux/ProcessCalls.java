package dev.codebeaker.linux;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Ends and identities of processes and threads. */
final class ProcessCalls {
  private static final MethodHandle SYSCALL = LinuxFunction.SYSCALL.bind();
  private static final MethodHandle WAIT4 = LinuxFunction.WAIT4.bind();
  private static final MethodHandle KILL = LinuxFunction.KILL.bind();
  private static final MethodHandle GETRESUID = LinuxFunction.GETRESUID.bind();
  private static final MethodHandle GETRESGID = LinuxFunction.GETRESGID.bind();
  private static final MethodHandle GETGROUPS = LinuxFunction.GETGROUPS.bind();

  static long syscall(
      MemorySegment errno,
      long number,
      long first,
      long second,
      long third,
      long fourth,
      long fifth,
      long sixth) {
    try {
      return (long) SYSCALL.invokeExact(errno, number, first, second, third, fourth, fifth, sixth);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int await(
      MemorySegment errno, int pid, MemorySegment status, int options, MemorySegment usage) {
    try {
      return (int) WAIT4.invokeExact(errno, pid, status, options, usage);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int kill(MemorySegment errno, int pid, int signal) {
    try {
      return (int) KILL.invokeExact(errno, pid, signal);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int userIds(
      MemorySegment errno, MemorySegment real, MemorySegment effective, MemorySegment saved) {
    try {
      return (int) GETRESUID.invokeExact(errno, real, effective, saved);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int groupIds(
      MemorySegment errno, MemorySegment real, MemorySegment effective, MemorySegment saved) {
    try {
      return (int) GETRESGID.invokeExact(errno, real, effective, saved);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int groups(MemorySegment errno, int size, MemorySegment list) {
    try {
      return (int) GETGROUPS.invokeExact(errno, size, list);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  private ProcessCalls() {}
}
