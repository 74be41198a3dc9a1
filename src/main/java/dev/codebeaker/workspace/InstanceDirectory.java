package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one running service keeps in the state directory. It holds a lock that the system frees when
 * the process is gone, however it went; so the next start can tell what a crash left behind.
 */
final class InstanceDirectory implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String GATE = "gate";

  /** Closing any descriptor of a lock file frees this process's lock, so these are not opened. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel lockFile;

  private InstanceDirectory(Path directory, FileChannel lockFile) {
    this.directory = directory;
    this.lockFile = lockFile;
  }

  /** Removes what dead instances left in the state directory, and makes a new one's own. */
  static InstanceDirectory open(Path state) throws IOException {
    Path real = PrivateDirectory.createOrTakeOver(state).toRealPath();
    synchronized (OWN) {
      try (FileChannel gate = openLockFile(real.resolve(GATE));
          FileLock _ = gate.lock()) {
        InstanceDirectory made = create(real);
        made.sweep(real);
        return made;
      }
    }
  }

  Path state() {
    return Objects.requireNonNull(directory.getParent());
  }

  boolean isDead(String name) throws IOException {
    Path other = state().resolve(name);
    return !OWN.contains(other) && (!Files.exists(other) || isDead(other));
  }

  Path sessions() {
    return directory.resolve("sessions");
  }

  String name() {
    return directory.getFileName().toString();
  }

  void letThrough() throws IOException {
    PrivateDirectory.letThrough(Objects.requireNonNull(directory.getParent()));
    PrivateDirectory.letThrough(directory);
    PrivateDirectory.letThrough(sessions());
  }

  Path place(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() throws IOException {
    try {
      new TreeRemoval(directory, true).removeContainer();
    } finally {
      lockFile.close();
      OWN.remove(directory);
    }
  }

  private static InstanceDirectory create(Path state) throws IOException {
    Path directory = PrivateDirectory.create(state.resolve("instance-" + UUID.randomUUID()));
    FileChannel lockFile = openLockFile(directory.resolve(LOCK));
    if (lockFile.tryLock() == null) {
      lockFile.close();
      throw new IOException("somebody else locked " + directory);
    }
    OWN.add(directory);
    InstanceDirectory made = new InstanceDirectory(directory, lockFile);
    PrivateDirectory.create(made.sessions());
    return made;
  }

  private void sweep(Path state) throws IOException {
    Path trash = PrivateDirectory.create(directory.resolve("dead"));
    try (DirectoryStream<Path> instances = Files.newDirectoryStream(state, "instance-*")) {
      for (Path other : instances) {
        if (!OWN.contains(other) && isDead(other)) {
          Files.move(other, trash.resolve(other.getFileName()));
        }
      }
    }
    new TreeRemoval(trash, true).removeContainer();
  }

  private static boolean isDead(Path instance) throws IOException {
    if (!Files.isDirectory(instance, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel other = openLockFile(instance.resolve(LOCK));
        FileLock lock = other.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private static FileChannel openLockFile(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }
}
