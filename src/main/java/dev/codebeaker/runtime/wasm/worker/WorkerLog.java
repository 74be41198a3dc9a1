package dev.codebeaker.runtime.wasm.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codebeaker.linux.Descriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * What a worker writes to its standard streams, in the service's log: the first of it. A worker may
 * be anybody's, so it can neither fill the log nor write lines that look like the service's own.
 */
final class WorkerLog {
  private static final Logger LOG = Logger.getLogger(WorkerLog.class);
  private static final int MOST_LINES = 100;
  private static final int MOST_IN_A_LINE = 400;

  private final Descriptor from;
  private final int pid;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int lines;

  private WorkerLog(Descriptor from, int pid) {
    this.from = from;
    this.pid = pid;
  }

  /** Reads to the end, on a thread of its own, and closes it. */
  static void follow(Descriptor from, int pid) {
    WorkerLog log = new WorkerLog(from, pid);
    Thread.ofVirtual().name("worker-log").start(log::read);
  }

  private void read() {
    byte[] buffer = new byte[4096];
    try (from) {
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        for (int i = 0; i < count; i++) {
          take(buffer[i]);
        }
      }
    } catch (IOException closing) {
      LOG.debug("The output of a worker is not read to its end", closing);
    }
  }

  private void take(byte one) {
    if (one == '\n') {
      write();
    } else if (line.size() < MOST_IN_A_LINE) {
      line.write(one);
    }
  }

  private void write() {
    if (lines < MOST_LINES && line.size() > 0) {
      lines++;
      LOG.infof("worker process %d: %s", pid, plain(line.toString(UTF_8)));
    }
    line.reset();
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
