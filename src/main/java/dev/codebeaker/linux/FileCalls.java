package dev.codebeaker.linux;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Opening, reading, writing and owning files. */
final class FileCalls {
  private static final MethodHandle OPEN = LinuxFunction.OPEN.bind();
  private static final MethodHandle CLOSE = LinuxFunction.CLOSE.bind();
  private static final MethodHandle READ = LinuxFunction.READ.bind();
  private static final MethodHandle WRITE = LinuxFunction.WRITE.bind();
  private static final MethodHandle FCNTL = LinuxFunction.FCNTL.bind();
  private static final MethodHandle PIPE2 = LinuxFunction.PIPE2.bind();
  private static final MethodHandle MKFIFO = LinuxFunction.MKFIFO.bind();
  private static final MethodHandle CHMOD = LinuxFunction.CHMOD.bind();
  private static final MethodHandle LCHOWN = LinuxFunction.LCHOWN.bind();
  private static final MethodHandle UNLINK = LinuxFunction.UNLINK.bind();

  static int open(MemorySegment errno, MemorySegment path, int flags, int mode) {
    try {
      return (int) OPEN.invokeExact(errno, path, flags, mode);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int close(MemorySegment errno, int descriptor) {
    try {
      return (int) CLOSE.invokeExact(errno, descriptor);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static long read(MemorySegment errno, int descriptor, MemorySegment buffer, long size) {
    try {
      return (long) READ.invokeExact(errno, descriptor, buffer, size);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static long write(MemorySegment errno, int descriptor, MemorySegment buffer, long size) {
    try {
      return (long) WRITE.invokeExact(errno, descriptor, buffer, size);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int fcntl(MemorySegment errno, int descriptor, int command, int value) {
    try {
      return (int) FCNTL.invokeExact(errno, descriptor, command, value);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int pipe(MemorySegment errno, MemorySegment pair, int flags) {
    try {
      return (int) PIPE2.invokeExact(errno, pair, flags);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int mkfifo(MemorySegment errno, MemorySegment path, int mode) {
    try {
      return (int) MKFIFO.invokeExact(errno, path, mode);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int chmod(MemorySegment errno, MemorySegment path, int mode) {
    try {
      return (int) CHMOD.invokeExact(errno, path, mode);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int lchown(MemorySegment errno, MemorySegment path, int uid, int gid) {
    try {
      return (int) LCHOWN.invokeExact(errno, path, uid, gid);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int unlink(MemorySegment errno, MemorySegment path) {
    try {
      return (int) UNLINK.invokeExact(errno, path);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  private FileCalls() {}
}
