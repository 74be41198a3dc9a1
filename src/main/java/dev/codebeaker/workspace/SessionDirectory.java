package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The directory of one session and those in it, each made when it is first asked for: making and
 * removing one costs more than running a small program, and most programs touch no file. Thread
 * safe.
 */
final class SessionDirectory {
  private final Path path;

  // guarded by this
  private final Map<String, Path> made = new HashMap<>();
  private boolean removed;

  SessionDirectory(Path path) {
    this.path = path;
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
    if (made.isEmpty()) {
      PrivateDirectory.create(path);
      made.put("", path);
    }
    Path inner = PrivateDirectory.create(path.resolve(name));
    made.put(name, inner);
    return inner;
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
      any = !made.isEmpty();
    }
    if (any) {
      new TreeRemoval(path, true).removeContainer();
    }
  }
}
