package dev.codebeaker.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A program that was started. Its end is noticed without a thread of its own, and it is waited for,
 * so that nothing of it is left, whether or not anybody asks. One that somebody else started is
 * only watched: how it ended is nobody's to know but its parent's, and told as killed.
 */
public final class ChildProcess {
  private static final int KILL = 9;
  private static final int NO_HANG = 1;
  private static final long RUSAGE_BYTES = 144;
  private static final long USER_TIME = 0;
  private static final long SYSTEM_TIME = 16;

  /** Numbers of those that are ours, and not waited for yet. */
  private static final Set<Integer> LOOKED_AFTER = ConcurrentHashMap.newKeySet();

  private final int pid;
  private final boolean leads;
  private final boolean ours;
  private final Poller poller;
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final int descriptor;

  // guarded by lock
  private long watch;
  private boolean over;
  private Optional<Duration> cpu = Optional.empty();

  private ChildProcess(int pid, boolean leads, boolean ours, int descriptor, Poller poller) {
    this.pid = pid;
    this.leads = leads;
    this.ours = ours;
    this.descriptor = descriptor;
    this.poller = poller;
  }

  /**
   * Takes care of a child that was just started. If it can not, the child is killed.
   *
   * @param leads whether it is the first of a process group, which then ends with it
   */
  static ChildProcess adopt(int pid, boolean leads, Poller poller) throws IOException {
    try (CallFrame frame = new CallFrame()) {
      int descriptor = ThreadCall.PIDFD_OPEN.call(frame, pid, 0, 0);
      ChildProcess child = new ChildProcess(pid, leads, true, descriptor, poller);
      LOOKED_AFTER.add(pid);
      try {
        child.watch();
        return child;
      } catch (IOException failure) {
        LOOKED_AFTER.remove(pid);
        FileCalls.close(frame.errno(), descriptor);
        throw failure;
      }
    } catch (IOException failure) {
      killAndForget(pid);
      throw failure;
    }
  }

  /**
   * A process that somebody else has started.
   *
   * @throws LinuxFailure ESRCH if there is none of that number
   */
  public static ChildProcess ofAnother(int pid, Poller poller) throws IOException {
    try (CallFrame frame = new CallFrame()) {
      int descriptor = ThreadCall.PIDFD_OPEN.call(frame, pid, 0, 0);
      ChildProcess stranger = new ChildProcess(pid, false, false, descriptor, poller);
      try {
        stranger.watch();
        return stranger;
      } catch (IOException failure) {
        FileCalls.close(frame.errno(), descriptor);
        throw failure;
      }
    }
  }

  /** Not reaped yet, so the number is still its own. */
  private static void killAndForget(int pid) {
    try (CallFrame frame = new CallFrame()) {
      ProcessCalls.kill(frame.errno(), pid, KILL);
      MemorySegment status = frame.bytes(Integer.BYTES);
      ProcessCalls.await(frame.errno(), pid, status, 0, MemorySegment.NULL);
    }
  }

  private void watch() throws IOException {
    lock.lock();
    try {
      watch = poller.watch(descriptor, Poller.READABLE, new End());
    } finally {
      lock.unlock();
    }
  }

  public int pid() {
    return pid;
  }

  /** Whether it is a child that somebody here waits for. */
  static boolean isLookedAfter(int pid) {
    return LOOKED_AFTER.contains(pid);
  }

  /** Completed on a virtual thread, when the process has ended and been waited for. */
  public CompletableFuture<ExitStatus> exit() {
    return exit.copy();
  }

  /**
   * The processor time of it and of those of its children it waited for; there when {@link #exit}
   * is completed. The kernel's figure for the peak of its memory is of no use: it starts from that
   * of the service, whose memory the child shared before its program began.
   */
  public Optional<Duration> cpu() {
    lock.lock();
    try {
      return cpu;
    } finally {
      lock.unlock();
    }
  }

  /** Never reaches another process, and does nothing when this one is over. */
  public void signal(int number) throws IOException {
    lock.lock();
    try (CallFrame frame = new CallFrame()) {
      if (!over) {
        ThreadCall.PIDFD_SEND_SIGNAL.call(frame, descriptor, number, 0);
      }
    } catch (LinuxFailure failure) {
      // Dead, and not yet waited for.
      if (failure.errno() != LinuxFailure.ESRCH) {
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * To its whole process group, which it leads if it was started in a new session: also when it has
   * ended itself, as long as it was not waited for.
   */
  public void signalGroup(int number) throws IOException {
    lock.lock();
    try (CallFrame frame = new CallFrame()) {
      if (!over) {
        ProcessCalls.kill(frame.errno(), -pid, number);
      }
    } finally {
      lock.unlock();
    }
  }

  private void complete(ExitStatus ended) {
    awaitGroup();
    exit.complete(ended);
  }

  /** As long as it is not waited for, nobody else can have its number, nor its group's. */
  private void endGroup(CallFrame frame) {
    if (leads) {
      ProcessCalls.kill(frame.errno(), -pid, KILL);
    }
  }

  /** Waits for those of its group that were killed, and for those that {@link Orphans} took in. */
  private void awaitGroup() {
    if (!leads) {
      return;
    }
    try (CallFrame frame = new CallFrame()) {
      Patience.until("the end of process group " + pid, () -> isGroupGone(frame));
    } catch (IOException notWaitedFor) {
      // They are dead, and whose children they became does not care.
    }
  }

  private boolean isGroupGone(CallFrame frame) {
    MemorySegment status = frame.bytes(Integer.BYTES);
    while (ProcessCalls.await(frame.errno(), -pid, status, NO_HANG, MemorySegment.NULL) > 0) {
      // One that is not to be waited for again.
    }
    return ProcessCalls.kill(frame.errno(), -pid, 0) < 0;
  }

  private final class End implements Poller.Watcher {
    @Override
    public void happened(int events) {
      if (ours) {
        reap(NO_HANG);
      } else {
        left();
      }
    }

    /** Who would wait for it then? */
    @Override
    public void abandoned() {
      if (!ours) {
        left();
        return;
      }
      try (CallFrame frame = new CallFrame()) {
        ProcessCalls.kill(frame.errno(), pid, KILL);
      }
      reap(0);
    }
  }

  private void left() {
    lock.lock();
    try {
      if (!over) {
        forget(new ExitStatus.Signalled(KILL));
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(ExitStatus ended) {
    try (CallFrame frame = new CallFrame()) {
      over = true;
      LOOKED_AFTER.remove(pid);
      poller.forget(descriptor, watch);
      FileCalls.close(frame.errno(), descriptor);
      // What depends on it may block, which the poller's thread must not.
      Thread.ofVirtual().name("child-" + pid).start(() -> complete(ended));
    }
  }

  private void reap(int options) {
    lock.lock();
    try (CallFrame frame = new CallFrame()) {
      MemorySegment status = frame.bytes(Integer.BYTES);
      MemorySegment rusage = frame.bytes(RUSAGE_BYTES);
      if (!over) {
        endGroup(frame);
      }
      int reaped = over ? 0 : ProcessCalls.await(frame.errno(), pid, status, options, rusage);
      if (reaped == pid) {
        cpu = Optional.of(time(rusage, USER_TIME).plus(time(rusage, SYSTEM_TIME)));
        forget(ExitStatus.of(status.get(JAVA_INT, 0)));
      } else if (reaped < 0 && frame.error() == LinuxFailure.ECHILD) {
        forget(new ExitStatus.Signalled(KILL)); // taken for an orphan before it was adopted
      }
    } finally {
      lock.unlock();
    }
  }

  private static Duration time(MemorySegment rusage, long offset) {
    return Duration.ofSeconds(rusage.get(JAVA_LONG, offset))
        .plusNanos(rusage.get(JAVA_LONG, offset + Long.BYTES) * 1000);
  }
}
