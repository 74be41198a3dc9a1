package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/** Reads and writes by descriptor: the three standard streams and the control channel are ours. */
final class GuestStreams {
  private static final byte CHARACTER_DEVICE = 2;
  private static final int FDSTAT_BYTES = 24;
  private static final int FILESTAT_BYTES = 64;
  private static final long RIGHTS_READ_WRITE = 1 << 1 | 1 << 6;

  private final Instance guest;
  private final GuestInput input = new GuestInput();
  private final GuestOutput output = new GuestOutput();
  private final ControlChannel control = new ControlChannel(Instance.RESPONSE_BYTES);

  GuestStreams(Instance guest) {
    this.guest = guest;
  }

  GuestInput input() {
    return input;
  }

  GuestOutput output() {
    return output;
  }

  ControlChannel control() {
    return control;
  }

  int read(HostArguments a) {
    return switch (a.i32(0)) {
      case 0 -> readInput(a);
      case 1, 2 -> Errno.BADF;
      case Instance.CONTROL_FD ->
          control.isOpen() ? answer(a, control.read(vectors(a))) : Errno.BADF;
      default -> guest.files().read(a);
    };
  }

  private int readInput(HostArguments a) {
    while (!input.ready()) {
      if (guest.stopping().interrupted()) {
        return Errno.INTR;
      }
      if (!input.ready()) {
        LockSupport.park(this);
      }
    }
    return answer(a, input.read(vectors(a)));
  }

  int write(HostArguments a) {
    return switch (a.i32(0)) {
      case 0 -> Errno.BADF;
      case 1, 2 -> writeOutput(a);
      case Instance.CONTROL_FD -> control.isOpen() ? writeControl(a) : Errno.BADF;
      default -> guest.files().write(a);
    };
  }

  private int writeControl(HostArguments a) {
    IoVectors from = vectors(a);
    return control.write(from) ? answer(a, (int) from.length()) : Errno.FBIG;
  }

  private int writeOutput(HostArguments a) {
    IoVectors from = vectors(a);
    boolean room = true;
    for (int i = 0; i < from.count(); i++) {
      room &= output.write(a.i32(0), from.buffer(i));
    }
    if (!room) {
      guest.stop(StopCause.OUTPUT, "");
      guest.stopping().interrupted();
    }
    return answer(a, (int) from.length());
  }

  private IoVectors vectors(HostArguments a) {
    return new IoVectors(guest.memory(), a.u32(1), a.u32(2));
  }

  /** Every one of these calls puts its count where its fourth argument points. */
  private int answer(HostArguments a, int count) {
    guest.memory().set(JAVA_INT_UNALIGNED, a.u32(3), count);
    return Errno.SUCCESS;
  }

  private boolean isControl(HostArguments a) {
    return a.i32(0) == Instance.CONTROL_FD && control.isOpen();
  }

  int fdStat(HostArguments a) {
    if (!isControl(a)) {
      return guest.plainWasi().forward("fd_fdstat_get", a.i32(0), a.i32(1));
    }
    MemorySegment stat = guest.memory().asSlice(a.u32(1), FDSTAT_BYTES).fill((byte) 0);
    stat.set(JAVA_BYTE, 0, CHARACTER_DEVICE);
    stat.set(JAVA_LONG_UNALIGNED, 8, RIGHTS_READ_WRITE);
    return Errno.SUCCESS;
  }

  int fileStat(HostArguments a) {
    if (!isControl(a)) {
      return guest.plainWasi().forward("fd_filestat_get", a.i32(0), a.i32(1));
    }
    MemorySegment stat = guest.memory().asSlice(a.u32(1), FILESTAT_BYTES).fill((byte) 0);
    stat.set(JAVA_BYTE, 16, CHARACTER_DEVICE);
    stat.set(JAVA_LONG_UNALIGNED, 24, 1);
    return Errno.SUCCESS;
  }

  /** The control channel stays open: it is the host's, and a file object's end must not end it. */
  int close(HostArguments a) {
    return isControl(a) ? Errno.SUCCESS : guest.files().close(a.i32(0));
  }
}
