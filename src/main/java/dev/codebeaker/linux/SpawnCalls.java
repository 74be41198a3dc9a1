package dev.codebeaker.linux;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Starting programs. These answer with the error itself. */
final class SpawnCalls {
  private static final MethodHandle POSIX_SPAWN = LinuxFunction.POSIX_SPAWN.bind();
  private static final MethodHandle POSIX_SPAWNATTR_INIT =
      LinuxFunction.POSIX_SPAWNATTR_INIT.bind();
  private static final MethodHandle POSIX_SPAWNATTR_DESTROY =
      LinuxFunction.POSIX_SPAWNATTR_DESTROY.bind();
  private static final MethodHandle POSIX_SPAWNATTR_SETFLAGS =
      LinuxFunction.POSIX_SPAWNATTR_SETFLAGS.bind();
  private static final MethodHandle POSIX_SPAWNATTR_SETSIGMASK =
      LinuxFunction.POSIX_SPAWNATTR_SETSIGMASK.bind();
  private static final MethodHandle POSIX_SPAWNATTR_SETSIGDEFAULT =
      LinuxFunction.POSIX_SPAWNATTR_SETSIGDEFAULT.bind();
  private static final MethodHandle POSIX_SPAWN_FILE_ACTIONS_INIT =
      LinuxFunction.POSIX_SPAWN_FILE_ACTIONS_INIT.bind();
  private static final MethodHandle POSIX_SPAWN_FILE_ACTIONS_DESTROY =
      LinuxFunction.POSIX_SPAWN_FILE_ACTIONS_DESTROY.bind();
  private static final MethodHandle POSIX_SPAWN_FILE_ACTIONS_ADDDUP2 =
      LinuxFunction.POSIX_SPAWN_FILE_ACTIONS_ADDDUP2.bind();
  private static final MethodHandle POSIX_SPAWN_FILE_ACTIONS_ADDOPEN =
      LinuxFunction.POSIX_SPAWN_FILE_ACTIONS_ADDOPEN.bind();
  private static final MethodHandle POSIX_SPAWN_FILE_ACTIONS_ADDCLOSE =
      LinuxFunction.POSIX_SPAWN_FILE_ACTIONS_ADDCLOSE.bind();
  private static final MethodHandle POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP =
      LinuxFunction.POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP.bind();
  private static final MethodHandle POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP =
      LinuxFunction.POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP.bind();

  static int spawn(
      MemorySegment errno,
      MemorySegment pid,
      MemorySegment path,
      MemorySegment actions,
      MemorySegment attributes,
      MemorySegment arguments,
      MemorySegment environment) {
    try {
      return (int)
          POSIX_SPAWN.invokeExact(errno, pid, path, actions, attributes, arguments, environment);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int attributes(MemorySegment errno, MemorySegment attributes) {
    try {
      return (int) POSIX_SPAWNATTR_INIT.invokeExact(errno, attributes);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int destroyAttributes(MemorySegment errno, MemorySegment attributes) {
    try {
      return (int) POSIX_SPAWNATTR_DESTROY.invokeExact(errno, attributes);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int setFlags(MemorySegment errno, MemorySegment attributes, int flags) {
    try {
      return (int) POSIX_SPAWNATTR_SETFLAGS.invokeExact(errno, attributes, flags);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int setSignalMask(MemorySegment errno, MemorySegment attributes, MemorySegment signals) {
    try {
      return (int) POSIX_SPAWNATTR_SETSIGMASK.invokeExact(errno, attributes, signals);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int setDefaultSignals(
      MemorySegment errno, MemorySegment attributes, MemorySegment signals) {
    try {
      return (int) POSIX_SPAWNATTR_SETSIGDEFAULT.invokeExact(errno, attributes, signals);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int actions(MemorySegment errno, MemorySegment actions) {
    try {
      return (int) POSIX_SPAWN_FILE_ACTIONS_INIT.invokeExact(errno, actions);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int destroyActions(MemorySegment errno, MemorySegment actions) {
    try {
      return (int) POSIX_SPAWN_FILE_ACTIONS_DESTROY.invokeExact(errno, actions);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int addDup(MemorySegment errno, MemorySegment actions, int from, int to) {
    try {
      return (int) POSIX_SPAWN_FILE_ACTIONS_ADDDUP2.invokeExact(errno, actions, from, to);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int addOpen(
      MemorySegment errno,
      MemorySegment actions,
      int descriptor,
      MemorySegment path,
      int flags,
      int mode) {
    try {
      return (int)
          POSIX_SPAWN_FILE_ACTIONS_ADDOPEN.invokeExact(
              errno, actions, descriptor, path, flags, mode);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int addClose(MemorySegment errno, MemorySegment actions, int descriptor) {
    try {
      return (int) POSIX_SPAWN_FILE_ACTIONS_ADDCLOSE.invokeExact(errno, actions, descriptor);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int addDirectory(MemorySegment errno, MemorySegment actions, MemorySegment path) {
    try {
      return (int) POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP.invokeExact(errno, actions, path);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  static int addCloseFrom(MemorySegment errno, MemorySegment actions, int first) {
    try {
      return (int) POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP.invokeExact(errno, actions, first);
    } catch (Throwable t) {
      throw LinuxFunction.broken(t);
    }
  }

  private SpawnCalls() {}
}
