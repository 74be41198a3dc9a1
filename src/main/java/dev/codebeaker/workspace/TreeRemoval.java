package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Removes trees that hostile code made, from a directory that only the service can enter.
 *
 * <p>Subdirectories are moved up to that directory before they are emptied. So a tree of any depth
 * takes a handful of descriptors and no long path, and code that still runs in the tree can not
 * lead the removal astray.
 */
final class TreeRemoval {
  /** No name is used twice, so what an attempt that failed left behind is in nobody's way. */
  private static final AtomicLong MOVED = new AtomicLong();

  private static final int ROUNDS = 8;

  private final Path container;
  private final boolean guestsGone;
  private final Deque<Path> pending = new ArrayDeque<>();

  /**
   * @param guestsGone whether no code runs in the trees any more; only then may a directory that
   *     even the service can not read be opened up
   */
  TreeRemoval(Path container, boolean guestsGone) {
    this.container = container;
    this.guestsGone = guestsGone;
  }

  /** Removes the container with all that is in it. Does nothing if it is gone. */
  void removeContainer() throws IOException {
    for (int round = 1; ; round++) {
      try {
        Files.deleteIfExists(container);
        return;
      } catch (DirectoryNotEmptyException e) {
        if (round == ROUNDS) {
          throw e;
        }
        removeContents();
      }
    }
  }

  /** Removes one entry of the container. */
  void remove(Path name) throws IOException {
    pending.add(name);
    drain();
  }

  private void removeContents() throws IOException {
    try (OpenDirectory home = OpenDirectory.open(container)) {
      home.forEachName(pending::add);
    }
    drain();
  }

  private void drain() throws IOException {
    while (!pending.isEmpty()) {
      Path name = pending.remove();
      try (OpenDirectory home = OpenDirectory.open(container)) {
        try {
          removeEntry(home, name);
        } catch (AccessDeniedException _) {
          Files.setPosixFilePermissions(container.resolve(name), PrivateDirectory.RIGHTS);
          removeEntry(home, name);
        }
      } catch (NoSuchFileException _) {
        // Somebody else removed it.
      }
    }
  }

  private void removeEntry(OpenDirectory home, Path name) throws IOException {
    if (!isDirectory(home, name)) {
      home.deleteFile(name);
      return;
    }
    for (int round = 1; !removedEmpty(home, name); round++) {
      if (round > ROUNDS) {
        throw new DirectoryNotEmptyException(name.toString());
      }
      try (OpenDirectory directory = home.child(name)) {
        directory.forEachName(inner -> removeInner(home, name, directory, inner));
      }
    }
  }

  private void removeInner(OpenDirectory home, Path outer, OpenDirectory directory, Path inner)
      throws IOException {
    if (!isDirectory(directory, inner)) {
      directory.deleteFile(inner);
    } else if (!removedEmpty(directory, inner)) {
      Path fresh = Path.of("~" + MOVED.getAndIncrement());
      try {
        directory.move(inner, home, fresh);
      } catch (AccessDeniedException _) {
        open(outer, directory, inner);
        directory.move(inner, home, fresh);
      }
      pending.add(fresh);
    }
  }

  /** A directory can be moved only by who may write to it. */
  private void open(Path outer, OpenDirectory directory, Path inner) throws IOException {
    try {
      directory.unprotect(inner);
    } catch (AccessDeniedException e) {
      if (!guestsGone) {
        throw e;
      }
      Files.setPosixFilePermissions(
          container.resolve(outer).resolve(inner), PrivateDirectory.RIGHTS);
    }
  }

  private static boolean removedEmpty(OpenDirectory in, Path name) throws IOException {
    try {
      in.deleteDirectory(name);
      return true;
    } catch (DirectoryNotEmptyException _) {
      return false;
    }
  }

  private static boolean isDirectory(OpenDirectory in, Path name) throws IOException {
    return in.look(name).map(BasicFileAttributes::isDirectory).orElse(false);
  }
}
