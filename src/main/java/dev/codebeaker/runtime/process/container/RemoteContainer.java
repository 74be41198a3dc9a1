package dev.codebeaker.runtime.process.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * One container of an engine elsewhere.
 *
 * @param user whom programs run as there, number and group number
 */
record RemoteContainer(RemoteEngine engine, String id, String user) {
  private static final Logger LOG = Logger.getLogger(RemoteContainer.class);

  /** For as many files as there may be, by a slow connection. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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
    return engine.exec(id, new RemoteEngine.Exec(user, command, terminal));
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
      Thread deadline = Thread.ofVirtual().name("errand-deadline").start(() -> expire(running));
      try {
        InputStream said = running.streams().output();
        harvest.take(said);
        said.transferTo(OutputStream.nullOutputStream());
      } finally {
        deadline.interrupt();
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
    } catch (IOException unread) {
      LOG.debugf("A command in a container did not read to the end: %s", unread.getMessage());
    }
  }

  private static void expire(RemoteEngine.Running running) {
    try {
      Thread.sleep(PATIENCE);
      running.close();
    } catch (InterruptedException done) {
      Thread.currentThread().interrupt();
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
