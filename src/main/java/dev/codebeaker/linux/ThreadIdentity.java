package dev.codebeaker.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Another user's identity, taken by the calling thread alone and given back by {@link #close} on
 * the same thread. The service's own user stays behind as the saved one, by which it comes back.
 */
final class ThreadIdentity implements AutoCloseable {
  private final Own own;

  private ThreadIdentity(Own own) {
    this.own = own;
  }

  /** The service's own. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Own(int user, int group, int[] groups) {}

  /**
   * @throws LinuxFailure EPERM if the service may not do so; then nothing has changed
   */
  static ThreadIdentity take(Identity identity) throws IOException {
    try (CallFrame frame = new CallFrame()) {
      Own own = own(frame);
      ThreadIdentity taken = new ThreadIdentity(own);
      ThreadCall.SETGROUPS.call(frame, 0, 0, 0);
      try {
        long group = identity.group();
        ThreadCall.SETRESGID.call(frame, group, group, group);
        ThreadCall.SETRESUID.call(frame, identity.user(), identity.user(), own.user);
        return taken;
      } catch (LinuxFailure failure) {
        taken.giveBackGroups(frame);
        throw failure;
      }
    }
  }

  /** Of the thread that asks. */
  static int ownUser() throws LinuxFailure {
    try (CallFrame frame = new CallFrame()) {
      return own(frame).user;
    }
  }

  private static Own own(CallFrame frame) throws LinuxFailure {
    MemorySegment ids = frame.bytes(3L * Integer.BYTES);
    MemorySegment real = ids.asSlice(0, 4);
    MemorySegment effective = ids.asSlice(4, 4);
    MemorySegment saved = ids.asSlice(8, 4);
    ProcessCalls.userIds(frame.errno(), real, effective, saved);
    int user = effective.get(JAVA_INT, 0);
    ProcessCalls.groupIds(frame.errno(), real, effective, saved);
    int group = effective.get(JAVA_INT, 0);
    int count = ProcessCalls.groups(frame.errno(), 0, MemorySegment.NULL);
    MemorySegment list = frame.bytes((long) count * Integer.BYTES);
    frame.checked(ProcessCalls.groups(frame.errno(), count, list), "getgroups");
    return new Own(user, group, list.toArray(JAVA_INT));
  }

  private void giveBackGroups(CallFrame frame) throws LinuxFailure {
    ThreadCall.SETRESGID.call(frame, own.group, own.group, own.group);
    MemorySegment list = frame.bytes((long) own.groups.length * Integer.BYTES);
    MemorySegment.copy(own.groups, 0, list, JAVA_INT, 0, own.groups.length);
    ThreadCall.SETGROUPS.call(frame, own.groups.length, list.address(), 0);
  }

  /**
   * @throws Lost if the kernel refuses; the thread must then start nothing more
   */
  @Override
  public void close() {
    try (CallFrame frame = new CallFrame()) {
      ThreadCall.SETRESUID.call(frame, own.user, own.user, own.user);
      giveBackGroups(frame);
    } catch (LinuxFailure failure) {
      throw new Lost(failure);
    }
  }

  /** The thread is somebody else. */
  static final class Lost extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private Lost(LinuxFailure failure) {
      super("a thread can not take its own identity back", failure);
    }
  }
}
