package dev.codebeaker.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Locale;

/**
 * {@code syscall(2)}: the kernel asked directly, for what the C library does to all threads at once
 * or has no function for. Its effects on credentials, filters and domains are the calling thread's.
 */
final class Syscall {
  private static final int MOST_ARGUMENTS = 6;

  static final FunctionDescriptor DESCRIPTOR =
      FunctionDescriptor.of(
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG);

  /**
   * Loaded with this class: a confined thread can load none, and what fails once fails for ever.
   */
  static final Class<LinuxFailure> FAILURE = LinuxFailure.class;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL = bind();

  /**
   * @param arguments at most six; a pointer by its address
   * @return what the kernel answered, never negative
   * @throws LinuxFailure if it refused
   */
  static long call(SystemCall call, long... arguments) throws LinuxFailure {
    String name = call.name().toLowerCase(Locale.ROOT);
    int number =
        call.number(Architecture.current())
            .orElseThrow(() -> LinuxFailure.of(name, LinuxFailure.ENOSYS));
    long[] a = Arrays.copyOf(arguments, MOST_ARGUMENTS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long answer = invoke(state, number, a);
      if (answer == -1) {
        throw LinuxFailure.of(name, state.get(ValueLayout.JAVA_INT, ERRNO));
      }
      return answer;
    }
  }

  private static long invoke(MemorySegment state, long number, long[] a) {
    try {
      return (long) SYSCALL.invokeExact(state, number, a[0], a[1], a[2], a[3], a[4], a[5]);
    } catch (Throwable broken) {
      throw new IllegalStateException("syscall(2) is bound wrongly", broken);
    }
  }

  private static MethodHandle bind() {
    Linker linker = Linker.nativeLinker();
    MemorySegment function = linker.defaultLookup().find("syscall").orElseThrow();
    return linker.downcallHandle(
        function,
        DESCRIPTOR,
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }

  private Syscall() {}
}
