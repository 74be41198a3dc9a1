package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.Descriptor;
import java.io.IOException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** What a jail's supervisor says to its master, line by line. What is too long is cut. */
final class Reports {
  private static final Logger LOG = Logger.getLogger(Reports.class);
  private static final int MOST_BYTES = 64;

  private final StringBuilder line = new StringBuilder();
  private final Consumer<String> listener;

  Reports(Consumer<String> listener) {
    this.listener = listener;
  }

  /** Until the stream ends. */
  void listen(Descriptor stream) {
    byte[] buffer = new byte[MOST_BYTES];
    try {
      for (int count = stream.read(buffer); count > 0; count = stream.read(buffer)) {
        for (int i = 0; i < count; i++) {
          take(buffer[i]);
        }
      }
    } catch (IOException closed) {
      LOG.tracef("Reports of a jail end: %s", closed.getMessage());
    }
  }

  private void take(byte next) {
    if (next == '\n') {
      listener.accept(line.toString());
      line.setLength(0);
    } else if (line.length() < MOST_BYTES) {
      line.append((char) (next & 0x7f));
    }
  }
}
