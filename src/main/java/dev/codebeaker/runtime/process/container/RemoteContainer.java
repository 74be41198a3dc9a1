package dev.codebeaker.runtime.process.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jboss.logging.Logger;

/** One container of an engine elsewhere. Thread safe. */
final class RemoteContainer {
  private static final Logger LOG = Logger.getLogger(RemoteContainer.class);

  /** For as many files as there may be, by a slow connection. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** After that long a process has started, or never will. */
  private static final long STARTED_NANOS = 30_000_000_000L;

  private final RemoteEngine engine;
  private final String id;
  private final String user;
  private final ReentrantReadWriteLock starting = new ReentrantReadWriteLock();
  private final Map<String, Long> begun = new ConcurrentHashMap<>();

  // guarded by starting
  private boolean paused;

  /**
   * @param user whom programs run as there, number and group number
   */
  RemoteContainer(RemoteEngine engine, String id, String user) {
    this.engine = engine;
    this.id = id;
    this.user = user;
  }

  RemoteEngine engine() {
    return engine;
  }

  String id() {
    return id;
  }

  /** What an errand reads. */
  @FunctionalInterface
  interface Feed {
    Feed NOTHING = out -> {};

    void writeTo(OutputStream out) throws IOException;
  }

  /** Takes what an errand writes. */
  @FunctionalInterface
  interface Harvest {
    void take(InputStream in) throws IOException;
  }

  RemoteEngine.Running start(List<String> command, boolean terminal) throws IOException {
    starting.readLock().lock();
    try {
      if (paused) {
        throw new IOException("the container is being ended");
      }
      RemoteEngine.Running running =
          engine.exec(id, new RemoteEngine.Exec(user, command, terminal));
      long now = System.nanoTime();
      begun.values().removeIf(at -> now - at > STARTED_NANOS);
      begun.put(running.id(), now);
      return running;
    } finally {
      starting.readLock().unlock();
    }
  }

  /**
   * Nothing in it goes on, and nothing is started any more. An engine that is stopped in the middle
   * of a start does not let go of the container.
   */
  void pause() throws IOException {
    starting.writeLock().lock();
    try {
      paused = true;
      for (String exec : begun.keySet()) {
        engine.awaitStarted(exec);
      }
      engine.pause(id);
    } finally {
      starting.writeLock().unlock();
    }
  }

  /**
   * Has a short command done, as the user of programs: what it says is as good as what they say.
   *
   * @return how it exited
   * @throws IOException also if it takes too long
   */
  int errand(List<String> command, Feed feed, Harvest harvest) throws IOException {
    try (RemoteEngine.Running running = start(command, false)) {
      Thread feeder = Thread.ofVirtual().name("errand-input").start(() -> feed(feed, running));
      try {
        Deadline.within(
            PATIENCE,
            running::close,
            () -> {
              InputStream said = running.streams().output();
              harvest.take(said);
              said.transferTo(OutputStream.nullOutputStream());
            });
      } finally {
        feeder.interrupt();
      }
      return engine.exitCode(running.id());
    }
  }

  private static void feed(Feed feed, RemoteEngine.Running running) {
    try {
      feed.writeTo(running.streams().input());
      running.streams().input().flush();
      running.streams().endInput();
    } catch (IOException | RuntimeException unread) {
      LOG.debugf("A command in a container is not told to the end: %s", unread.getMessage());
      running.close(); // it would wait for the rest
    }
  }

  /** The same for one that only has to succeed. */
  void errand(List<String> command, Feed feed) throws IOException {
    int code = errand(command, feed, in -> {});
    if (code != 0) {
      throw new IOException("a command in a container ended with " + code);
    }
  }
}
