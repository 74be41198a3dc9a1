package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The directory of one session and those in it, each made when it is first asked for: making and
 * removing one costs more than running a small program, and most programs touch no file. Thread
 * safe.
 *
 * <p>A shared one is used by another process too, which may have made any of them.
 */
final class SessionDirectory {
  private final Path path;
  private final FileOwner owner;
  private final boolean shared;

  // guarded by this
  private final Map<String, Path> made = new HashMap<>();
  private boolean removed;

  private SessionDirectory(Path path, FileOwner owner, boolean shared) {
    this.path = path;
    this.owner = owner;
    this.shared = shared;
  }

  /**
   * @param owner whose the files of guests are
   */
  static SessionDirectory of(Path path, FileOwner owner) {
    return new SessionDirectory(path, owner, false);
  }

  /** One that another process of the service's user has too. */
  static SessionDirectory shared(Path path) {
    return new SessionDirectory(path, FileOwner.SERVICE, true);
  }

  FileOwner owner() {
    return owner;
  }

  /** As {@link #get}, for a directory that is the guest's to write in. */
  synchronized Path getForGuest(String name) throws IOException {
    boolean known = made.containsKey(name);
    Path inner = get(name);
    if (!known && !owner.isService()) {
      PrivateDirectory.letThrough(path);
      owner.take(inner);
    }
    return inner;
  }

  /**
   * A directory in it.
   *
   * @throws dev.codebeaker.failure.ServiceException {@code SESSION_CLOSED} after {@link #remove}
   */
  synchronized Path get(String name) throws IOException {
    if (removed) {
      throw FileFailures.closed();
    }
    Path known = made.get(name);
    if (known != null) {
      return known;
    }
    Path inner = make(get().resolve(name));
    made.put(name, inner);
    return inner;
  }

  /** The directory itself, which no guest writes to. */
  synchronized Path get() throws IOException {
    if (removed) {
      throw FileFailures.closed();
    }
    if (made.isEmpty()) {
      made.put("", make(path));
    }
    return path;
  }

  private Path make(Path directory) throws IOException {
    try {
      return PrivateDirectory.create(directory);
    } catch (FileAlreadyExistsException e) {
      if (shared && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        return directory;
      }
      throw e;
    }
  }

  /** Where a directory in it is, or would be. */
  Path where(String name) {
    return path.resolve(name);
  }

  /** Removes all that was made, and makes nothing any more. Idempotent. */
  void remove() throws IOException {
    boolean any;
    synchronized (this) {
      removed = true;
      any = shared || !made.isEmpty();
    }
    if (any) {
      new TreeRemoval(path, true).removeContainer();
    }
  }
}
