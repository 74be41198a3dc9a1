package dev.codebeaker.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells descriptors, and children, that something has happened to them. One thread waits for all of
 * them. When it is closed, whoever still waits is told that nothing more will come.
 */
public final class Poller implements AutoCloseable {
  static final int READABLE = 0x1;
  static final int WRITABLE = 0x4;
  static final int HUNG_UP = 0x10;

  private static final int EDGE = 1 << 31;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int ADD = 1;
  private static final int REMOVE = 2;
  private static final int BATCH = 128;
  private static final long WAKE = 0;

  /** Called on the poller's thread: does not block, and throws nothing. */
  interface Watcher {
    void happened(int events);

    /** The poller has ended. */
    void abandoned();
  }

  private final Map<Long, Watcher> watchers = new ConcurrentHashMap<>();
  private final AtomicLong lastKey = new AtomicLong(WAKE);
  private final ReentrantLock control = new ReentrantLock();
  private final int epoll;
  private final int wake;
  private final Thread thread;

  // guarded by control
  private boolean ended;

  public Poller() throws IOException {
    try (CallFrame frame = new CallFrame()) {
      epoll = frame.checked(PollCalls.create(frame.errno(), CLOSE_ON_EXEC), "epoll_create1");
      wake = PollCalls.event(frame.errno(), 0, CLOSE_ON_EXEC);
      try {
        frame.checked(wake, "eventfd");
        add(frame, wake, READABLE, WAKE);
      } catch (LinuxFailure failure) {
        FileCalls.close(frame.errno(), wake);
        FileCalls.close(frame.errno(), epoll);
        throw failure;
      }
    }
    thread = Thread.ofPlatform().daemon().name("linux-poller").start(this::run);
  }

  /**
   * Tells the watcher of each change from now on, and at once of what is already the case.
   *
   * @return the key by which the watch is ended
   */
  long watch(int descriptor, int events, Watcher watcher) throws IOException {
    long key = lastKey.incrementAndGet();
    control.lock();
    try (CallFrame frame = new CallFrame()) {
      if (ended) {
        throw new IOException("the poller has been closed");
      }
      watchers.put(key, watcher);
      add(frame, descriptor, events | EDGE, key);
      return key;
    } catch (LinuxFailure failure) {
      watchers.remove(key);
      throw failure;
    } finally {
      control.unlock();
    }
  }

  /**
   * To be called before the descriptor is closed: a child may hold a copy that would still report.
   */
  void forget(int descriptor, long key) {
    watchers.remove(key);
    control.lock();
    try (CallFrame frame = new CallFrame()) {
      if (!ended) {
        PollCalls.control(frame.errno(), epoll, REMOVE, descriptor, frame.bytes(EpollEvent.BYTES));
      }
    } finally {
      control.unlock();
    }
  }

  private void add(CallFrame frame, int descriptor, int events, long key) throws LinuxFailure {
    MemorySegment event = frame.bytes(EpollEvent.BYTES);
    EpollEvent.set(event, events, key);
    frame.checked(PollCalls.control(frame.errno(), epoll, ADD, descriptor, event), "epoll_ctl");
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(CallFrame.ERRNO_BYTES, Integer.BYTES);
      MemorySegment events = arena.allocate(BATCH * EpollEvent.BYTES, Long.BYTES);
      boolean open = true;
      while (open) {
        int count = PollCalls.await(errno, epoll, events, BATCH, -1);
        for (int i = 0; i < count; i++) {
          open &= dispatch(EpollEvent.key(events, i), EpollEvent.events(events, i));
        }
      }
    } finally {
      end();
    }
  }

  private boolean dispatch(long key, int events) {
    Watcher watcher = watchers.get(key);
    if (watcher != null) {
      watcher.happened(events);
    }
    return key != WAKE;
  }

  private void end() {
    control.lock();
    try (CallFrame frame = new CallFrame()) {
      ended = true;
      FileCalls.close(frame.errno(), epoll);
      FileCalls.close(frame.errno(), wake);
    } finally {
      control.unlock();
    }
    watchers.values().forEach(Watcher::abandoned);
    watchers.clear();
  }

  @Override
  public void close() {
    control.lock();
    try {
      if (!ended) {
        byte[] one = {1, 0, 0, 0, 0, 0, 0, 0};
        Scratch.write(wake, one, 0);
      }
    } finally {
      control.unlock();
    }
    Threads.join(thread);
  }
}
