package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells a living instance's groups from a dead one's: a lock on a file of the instance's group,
 * which the kernel frees when the process is gone, however it went. Nothing is ever written to that
 * file.
 */
final class GroupLock implements AutoCloseable {
  /** Closing any descriptor of a locked file frees this process's lock, so these are left alone. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private static final long RETRY_NANOS = 1_000_000;

  private final Path file;
  private final FileChannel channel;

  private GroupLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @throws IOException if somebody else has it
   */
  static GroupLock take(Path file) throws IOException {
    FileChannel channel = open(file);
    OWN.add(file);
    try {
      if (channel.tryLock() == null) {
        throw new IOException("somebody else locked " + file);
      }
      return new GroupLock(file, channel);
    } catch (IOException | OverlappingFileLockException failure) {
      OWN.remove(file);
      channel.close();
      throw failure;
    }
  }

  /** Waits for it. Only for what is held shortly; calls of one process must not overlap. */
  static GroupLock await(Path file) throws IOException {
    FileChannel channel = open(file);
    try {
      FileLock lock = lockOf(channel);
      while (lock == null) {
        LockSupport.parkNanos(RETRY_NANOS);
        lock = lockOf(channel);
      }
      return new GroupLock(file, channel);
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  /** Null if somebody else has it, be it the same process through other classes. */
  private static @Nullable FileLock lockOf(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException ours) {
      return null;
    }
  }

  /** Whether a process that lives holds it. */
  static boolean isHeld(Path file) throws IOException {
    if (OWN.contains(file)) {
      return true;
    }
    try (FileChannel channel = open(file);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException ours) {
      return true;
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
  }

  @Override
  public void close() throws IOException {
    OWN.remove(file);
    channel.close();
  }
}
