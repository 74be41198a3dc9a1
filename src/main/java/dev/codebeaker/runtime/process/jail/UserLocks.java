package dev.codebeaker.runtime.process.jail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which users the jails of other services on this machine run as: killing all of one's own user's
 * processes must not reach theirs. A byte of a file is locked for each, and the kernel frees what a
 * dead service held. Where there can be no such file, users are not shared out.
 */
final class UserLocks {
  private static final Logger LOG = Logger.getLogger(UserLocks.class);
  private static final Path FILE = Path.of("/run/codebeaker-users.lock");

  /** One for the whole process: closing any other of that file would free all locks. */
  private static @Nullable FileChannel channel;

  /** A lock that may be nobody's. */
  record Held(Optional<FileLock> lock) {
    void release() {
      lock.ifPresent(
          it -> {
            try {
              it.release();
            } catch (IOException e) {
              LOG.warnf("A user of jails could not be given back: %s", e.getMessage());
            }
          });
    }
  }

  private UserLocks() {}

  private static synchronized FileChannel open() throws IOException {
    if (channel == null) {
      channel =
          FileChannel.open(
              FILE,
              Set.of(
                  StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return channel;
  }

  /** Empty if another service has it. */
  static Optional<Held> take(int user) {
    try {
      return Optional.ofNullable(open().tryLock(user, 1, false))
          .map(lock -> new Held(Optional.of(lock)));
    } catch (OverlappingFileLockException takenHere) {
      return Optional.empty();
    } catch (IOException notHere) {
      LOG.debugf("Users of jails are not shared out: %s", notHere.getMessage());
      return Optional.of(new Held(Optional.empty()));
    }
  }
}
