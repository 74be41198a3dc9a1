package dev.codebeaker.runtime.wasm.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The lanes to one worker: those in use, and a few that wait to be used again. Thread safe. */
final class Lanes implements AutoCloseable {
  private static final int MOST_IDLE = 32;

  private final Path socket;

  // guarded by this
  private final Set<Lane> all = new HashSet<>();
  private final Deque<Lane> idle = new ArrayDeque<>();
  private boolean closed;

  Lanes(Path socket) {
    this.socket = socket;
  }

  /**
   * A lane for one run.
   *
   * @param last the one that the guest used last, whose thread has the guest at hand
   */
  Lane lease(Optional<Lane> last) throws IOException {
    synchronized (this) {
      if (last.isPresent() && idle.remove(last.get())) {
        return last.get();
      }
      // The one that has waited longest: behind the others a guest may still be settling.
      Lane waiting = idle.poll();
      if (waiting != null) {
        return waiting;
      }
    }
    return opened();
  }

  private Lane opened() throws IOException {
    Lane lane = Lane.open(socket);
    synchronized (this) {
      if (!closed) {
        all.add(lane);
        return lane;
      }
    }
    lane.close();
    throw new IOException("the worker is gone");
  }

  /** Only after a whole conversation: nothing more comes from the worker. */
  void giveBack(Lane lane) {
    synchronized (this) {
      if (!closed && idle.size() < MOST_IDLE) {
        idle.add(lane);
        return;
      }
      all.remove(lane);
    }
    lane.close();
  }

  synchronized boolean anyOverdue() {
    return all.stream().anyMatch(Lane::isOverdue);
  }

  @Override
  public void close() {
    Set<Lane> open;
    synchronized (this) {
      closed = true;
      idle.clear();
      open = Set.copyOf(all);
      all.clear();
    }
    open.forEach(Lane::close);
  }
}
