package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A file that is written to be executed. The kernel executes nothing that somebody has open to
 * write (ETXTBSY), and a child that is being started has a copy of every descriptor of the service
 * until its program begins. So nothing is started while such a file is open.
 */
public final class ExecutableFile {
  private static final String MODE = "rwxr-xr-x";
  private static final ReadWriteLock OPEN = new ReentrantReadWriteLock();

  private ExecutableFile() {}

  /** What starts a program while no such file is open. */
  interface Start {
    int run() throws LinuxFailure;
  }

  static int starting(Start start) throws LinuxFailure {
    OPEN.readLock().lock();
    try {
      return start.run();
    } finally {
      OPEN.readLock().unlock();
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** Copies a file, not what a link leads to; everybody may execute the copy. */
  public static void copy(Path from, Path to) throws IOException {
    written(() -> Files.copy(from, to, LinkOption.NOFOLLOW_LINKS));
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(MODE));
  }

  /** Writes a new file that everybody may execute. */
  public static void write(Path file, byte[] content) throws IOException {
    written(() -> Files.write(file, content));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(MODE));
  }

  private static void written(Writing writing) throws IOException {
    OPEN.writeLock().lock();
    try {
      writing.run();
    } finally {
      OPEN.writeLock().unlock();
    }
  }
}
