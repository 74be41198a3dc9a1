package dev.codebeaker.linux;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Waiting for many descriptors at once. */
final class PollCalls {
  private static final MethodHandle EPOLL_CREATE1 = LinuxFunction.EPOLL_CREATE1.bind();
  private static final MethodHandle EPOLL_CTL = LinuxFunction.EPOLL_CTL.bind();
  private static final MethodHandle EPOLL_WAIT = LinuxFunction.EPOLL_WAIT.bind();
  private static final MethodHandle EVENTFD = LinuxFunction.EVENTFD.bind();

  static int create(MemorySegment errno, int flags) {
    try {
      return (int) EPOLL_CREATE1.invokeExact(errno, flags);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int control(
      MemorySegment errno, int poll, int operation, int descriptor, MemorySegment event) {
    try {
      return (int) EPOLL_CTL.invokeExact(errno, poll, operation, descriptor, event);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int await(MemorySegment errno, int poll, MemorySegment events, int most, int timeout) {
    try {
      return (int) EPOLL_WAIT.invokeExact(errno, poll, events, most, timeout);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int event(MemorySegment errno, int initial, int flags) {
    try {
      return (int) EVENTFD.invokeExact(errno, initial, flags);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  private PollCalls() {}
}
