package dev.codebeaker.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A program that was started. Its end is noticed without a thread of its own, and it is waited for,
 * so that nothing of it is left, whether or not anybody asks.
 */
public final class ChildProcess {
  private static final int KILL = 9;
  private static final int NO_HANG = 1;
  private static final int CLOSE_ON_EXEC_IS_SET_BY_THE_KERNEL = 0;

  private final int pid;
  private final Poller poller;
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final int descriptor;

  // guarded by lock
  private long watch;
  private boolean over;
  private Optional<ResourceUsage> usage = Optional.empty();

  private ChildProcess(int pid, int descriptor, Poller poller) {
    this.pid = pid;
    this.descriptor = descriptor;
    this.poller = poller;
  }

  /** Takes care of a child that was just started. If it can not, the child is killed. */
  static ChildProcess adopt(int pid, Poller poller) throws IOException {
    try (CallFrame frame = new CallFrame()) {
      int descriptor =
          ThreadCall.PIDFD_OPEN.call(frame, pid, CLOSE_ON_EXEC_IS_SET_BY_THE_KERNEL, 0);
      ChildProcess child = new ChildProcess(pid, descriptor, poller);
      try {
        child.watch();
        return child;
      } catch (IOException failure) {
        FileCalls.close(frame.errno(), descriptor);
        throw failure;
      }
    } catch (IOException failure) {
      killAndForget(pid);
      throw failure;
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

  /** Completed on a virtual thread, when the process has ended and been waited for. */
  public CompletableFuture<ExitStatus> exit() {
    return exit.copy();
  }

  /** What it used: there when {@link #exit} is completed. */
  public Optional<ResourceUsage> usage() {
    lock.lock();
    try {
      return usage;
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

  private final class End implements Poller.Watcher {
    @Override
    public void happened(int events) {
      reap(NO_HANG);
    }

    /** Who would wait for it then? */
    @Override
    public void abandoned() {
      try (CallFrame frame = new CallFrame()) {
        ProcessCalls.kill(frame.errno(), pid, KILL);
      }
      reap(0);
    }
  }

  private void reap(int options) {
    lock.lock();
    try (CallFrame frame = new CallFrame()) {
      MemorySegment status = frame.bytes(Integer.BYTES);
      MemorySegment rusage = frame.bytes(ResourceUsage.BYTES);
      if (!over && ProcessCalls.await(frame.errno(), pid, status, options, rusage) == pid) {
        over = true;
        usage = Optional.of(ResourceUsage.of(rusage));
        poller.forget(descriptor, watch);
        FileCalls.close(frame.errno(), descriptor);
        ExitStatus ended = ExitStatus.of(status.get(JAVA_INT, 0));
        // What depends on it may block, which the poller's thread must not.
        Thread.ofVirtual().name("child-" + pid).start(() -> exit.complete(ended));
      }
    } finally {
      lock.unlock();
    }
  }
}
