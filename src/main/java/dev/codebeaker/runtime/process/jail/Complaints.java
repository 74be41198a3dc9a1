package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.Descriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/** The beginning of what a jail's own programs say when something is wrong. Thread safe. */
final class Complaints {
  private static final Logger LOG = Logger.getLogger(Complaints.class);
  private static final int MOST_BYTES = 2048;

  private final StringBuilder kept = new StringBuilder();

  /** Until the stream ends. */
  void listen(Descriptor stream) {
    byte[] buffer = new byte[MOST_BYTES];
    try {
      for (int count = stream.read(buffer); count > 0; count = stream.read(buffer)) {
        keep(new String(buffer, 0, count, StandardCharsets.UTF_8));
      }
    } catch (IOException closed) {
      LOG.tracef("Complaints of a jail end: %s", closed.getMessage());
    }
  }

  private synchronized void keep(String text) {
    int room = MOST_BYTES - kept.length();
    kept.append(text, 0, Math.min(room, text.length()));
  }

  synchronized String text() {
    return kept.toString().strip();
  }
}
