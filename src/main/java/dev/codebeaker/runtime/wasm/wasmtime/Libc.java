package dev.codebeaker.runtime.wasm.wasmtime;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The few functions of the C library that forks, checkpoints and CPU limits need. Linux. */
final class Libc {
  private static final MethodHandle MMAP = CFunction.MMAP.bind();
  private static final MethodHandle MUNMAP = CFunction.MUNMAP.bind();
  private static final MethodHandle MADVISE = CFunction.MADVISE.bind();
  private static final MethodHandle MEMFD_CREATE = CFunction.MEMFD_CREATE.bind();
  private static final MethodHandle OPEN = CFunction.OPEN.bind();
  private static final MethodHandle CLOSE = CFunction.CLOSE.bind();
  private static final MethodHandle PREAD = CFunction.PREAD.bind();
  private static final MethodHandle IOCTL = CFunction.IOCTL.bind();
  private static final MethodHandle CLOCK_GETTIME = CFunction.CLOCK_GETTIME.bind();
  private static final MethodHandle GETRUSAGE = CFunction.GETRUSAGE.bind();
  private static final MethodHandle THREAD_SELF = CFunction.PTHREAD_SELF.bind();
  private static final MethodHandle THREAD_ATTRIBUTES = CFunction.PTHREAD_GETATTR_NP.bind();
  private static final MethodHandle STACK_SIZE = CFunction.PTHREAD_ATTR_GETSTACKSIZE.bind();
  private static final MethodHandle ATTRIBUTES_DESTROY = CFunction.PTHREAD_ATTR_DESTROY.bind();

  static MemorySegment mmap(
      MemorySegment address, long length, int protection, int flags, int fd, long offset) {
    try {
      return (MemorySegment) MMAP.invokeExact(address, length, protection, flags, fd, offset);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static int munmap(MemorySegment address, long length) {
    try {
      return (int) MUNMAP.invokeExact(address, length);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static int madvise(MemorySegment address, long length, int advice) {
    try {
      return (int) MADVISE.invokeExact(address, length, advice);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static int memfdCreate(MemorySegment name, int flags) {
    try {
      return (int) MEMFD_CREATE.invokeExact(name, flags);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static int open(MemorySegment path, int flags) {
    try {
      return (int) OPEN.invokeExact(path, flags);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static int close(int fd) {
    try {
      return (int) CLOSE.invokeExact(fd);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static long pread(int fd, MemorySegment buffer, long size, long offset) {
    try {
      return (long) PREAD.invokeExact(fd, buffer, size, offset);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static int ioctl(int fd, long request, MemorySegment argument) {
    try {
      return (int) IOCTL.invokeExact(fd, request, argument);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static int clockGettime(int clock, MemorySegment time) {
    try {
      return (int) CLOCK_GETTIME.invokeExact(clock, time);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static int resourceUsage(int whose, MemorySegment usage) {
    try {
      return (int) GETRUSAGE.invokeExact(whose, usage);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static long threadSelf() {
    try {
      return (long) THREAD_SELF.invokeExact();
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static int threadAttributes(long thread, MemorySegment attributes) {
    try {
      return (int) THREAD_ATTRIBUTES.invokeExact(thread, attributes);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static int stackSize(MemorySegment attributes, MemorySegment size) {
    try {
      return (int) STACK_SIZE.invokeExact(attributes, size);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  static int attributesDestroy(MemorySegment attributes) {
    try {
      return (int) ATTRIBUTES_DESTROY.invokeExact(attributes);
    } catch (Throwable t) {
      throw CFunction.broken(t);
    }
  }

  private Libc() {}
}
