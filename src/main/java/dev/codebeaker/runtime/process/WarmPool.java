package dev.codebeaker.runtime.process;

import dev.codebeaker.runtime.process.jail.JailHouse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Interpreters that were started ahead, each in a place that nobody has used. One is handed out
 * once, and never comes back. How many there are follows how many were lately asked for. Filled on
 * a virtual thread of its own. Thread safe.
 */
final class WarmPool implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(WarmPool.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  /** Starting the next one takes processor time from the program that the last was taken for. */
  private static final long CALM_MILLIS = 15;

  /** A place and an interpreter that is ready in it. */
  record Ready(JailHouse.Place place, Seat seat) {
    void close() {
      seat.close();
      place.files().close();
      place.close();
    }
  }

  /** Opens one; blocks until its interpreter is ready. */
  @FunctionalInterface
  interface Maker {
    /**
     * @param hurry whether none is waiting: it may leave out what programs can do themselves
     */
    Ready make(boolean hurry) throws IOException, InterruptedException;
  }

  private final Maker maker;
  private final ProcessConfig.Pool config;
  private final Thread filler;

  // guarded by this
  private final Deque<Ready> ready = new ArrayDeque<>();
  private final Deque<Long> taken = new ArrayDeque<>();
  private boolean closed;
  private long hits;
  private long misses;

  /** Of the filler's alone. */
  private String complaint = "";

  WarmPool(String name, Maker maker, ProcessConfig.Pool config) {
    this.maker = maker;
    this.config = config;
    this.filler = Thread.ofVirtual().name("warm-pool-" + name).start(this::fill);
  }

  /** One that is ready; empty if there is none now. */
  Optional<Ready> take() {
    while (true) {
      Ready next;
      synchronized (this) {
        taken.add(System.nanoTime());
        next = ready.poll();
        notifyAll();
      }
      if (next == null) {
        count(false);
        return Optional.empty();
      }
      if (next.seat().isFit()) {
        count(true);
        return Optional.of(next);
      }
      next.close();
    }
  }

  private synchronized void count(boolean hit) {
    hits += hit ? 1 : 0;
    misses += hit ? 0 : 1;
  }

  /** How often there was one that waited, and how often there was none. */
  synchronized Takings takings() {
    return new Takings(hits, misses);
  }

  /** What was asked of a pool since it was made. */
  record Takings(long hits, long misses) {
    static final Takings NONE = new Takings(0, 0);

    Takings plus(Takings more) {
      return new Takings(hits + more.hits, misses + more.misses);
    }
  }

  synchronized int size() {
    return ready.size();
  }

  private void fill() {
    try {
      while (awaitRoom()) {
        Ready made = maker.make(isWanted());
        complaint = "";
        if (!keep(made)) {
          made.close();
        }
      }
    } catch (IOException | RuntimeException failure) {
      complain(String.valueOf(failure.getMessage()));
      again();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Once for each reason: it is tried again every second. */
  private void complain(String reason) {
    boolean known = reason.equals(complaint);
    complaint = reason;
    LOG.logf(
        known ? Logger.Level.DEBUG : Logger.Level.WARN,
        "An interpreter could not be started ahead: %s",
        reason);
  }

  private void again() {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    fill();
  }

  /** False when the pool is closed. */
  private synchronized boolean awaitRoom() throws InterruptedException {
    for (long pause = pauseMillis(); !closed && pause > 0; pause = pauseMillis()) {
      wait(pause);
    }
    return !closed;
  }

  private long pauseMillis() {
    if (ready.size() >= target()) {
      return config.memory().toMillis();
    }
    Long last = taken.peekLast();
    return ready.isEmpty() || last == null
        ? 0
        : CALM_MILLIS - (System.nanoTime() - last) / 1_000_000;
  }

  /** Whether more are asked for than there are. */
  private synchronized boolean isWanted() {
    return ready.isEmpty() && !taken.isEmpty();
  }

  private int target() {
    long old = System.nanoTime() - config.memory().toNanos();
    while (!taken.isEmpty() && (taken.peek() < old || taken.size() > config.max())) {
      taken.remove();
    }
    return Math.max(config.min(), Math.min(config.max(), taken.size()));
  }

  private synchronized boolean keep(Ready made) {
    if (closed) {
      return false;
    }
    ready.add(made);
    return true;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    filler.interrupt();
    try {
      filler.join(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Deque<Ready> rest;
    synchronized (this) {
      rest = new ArrayDeque<>(ready);
      ready.clear();
    }
    rest.forEach(Ready::close);
  }
}
