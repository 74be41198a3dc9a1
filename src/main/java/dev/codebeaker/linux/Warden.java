package dev.codebeaker.linux;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A thread that confines itself for one start. What it starts is confined as it is, and to the
 * kernel these two are of a kind: they may signal and trace one another, and a thread is a way into
 * the whole service. So it has to be gone before the program gets anything to do.
 *
 * <p>Whatever it wakes must not be a virtual thread: the carrier that may be created for that would
 * be born confined.
 */
final class Warden {
  private final FutureTask<Integer> task;
  private volatile int kernelsNumber;

  private Warden(Callable<Integer> start) {
    task =
        new FutureTask<>(
            () -> {
              note();
              return start.call();
            });
  }

  /**
   * To be called on a platform thread. Returns when the thread has done this and the kernel knows
   * it no more.
   */
  static int run(Callable<Integer> start) throws ExecutionException {
    Warden warden = new Warden(start);
    Threads.join(Thread.ofPlatform().daemon().name("warden").start(warden.task));
    // Java's thread ends a little before the kernel's.
    while (warden.isKnown()) {
      Thread.yield();
    }
    return warden.result();
  }

  private int result() throws ExecutionException {
    try {
      return task.get();
    } catch (InterruptedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void note() throws LinuxFailure {
    try (CallFrame frame = new CallFrame()) {
      kernelsNumber = ThreadCall.GETTID.call(frame, 0, 0, 0);
    }
  }

  private boolean isKnown() {
    try (CallFrame frame = new CallFrame()) {
      ThreadCall.TGKILL.call(frame, ProcessHandle.current().pid(), kernelsNumber, 0);
      return true;
    } catch (LinuxFailure gone) {
      return false;
    }
  }
}
