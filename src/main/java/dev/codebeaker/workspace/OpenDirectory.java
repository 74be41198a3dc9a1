package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * A directory held open. What is done in it happens there, whatever is renamed or linked to other
 * places meanwhile, and no name in it is ever followed if it is a link.
 *
 * <p>Opening something blocks if it is a pipe, so look at it with {@link #look} first.
 */
final class OpenDirectory implements AutoCloseable {
  /** Done with each name in a directory. */
  @FunctionalInterface
  interface NameAction {
    void accept(Path name) throws IOException;
  }

  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> UPDATE =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

  private static final int ATTEMPTS = 8;

  private final SecureDirectoryStream<Path> stream;

  private OpenDirectory(SecureDirectoryStream<Path> stream) {
    this.stream = stream;
  }

  /** Opens a directory that only the service can replace. */
  static OpenDirectory open(Path path) throws IOException {
    return new OpenDirectory(secure(Files.newDirectoryStream(path)));
  }

  OpenDirectory child(Path name) throws IOException {
    return unlessLink(
        name,
        () ->
            new OpenDirectory(secure(stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS))));
  }

  /** What the name stands for: a link for itself, and nothing if there is none. */
  Optional<BasicFileAttributes> look(Path name) throws IOException {
    try {
      return Optional.of(
          stream
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  boolean isExecutable(Path name) throws IOException {
    return stream
        .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .permissions()
        .contains(PosixFilePermission.OWNER_EXECUTE);
  }

  SeekableByteChannel openToRead(Path name) throws IOException {
    return openFile(name, READ);
  }

  /** For reading too, because opening a pipe for both does not block. */
  SeekableByteChannel openToAppend(Path name) throws IOException {
    SeekableByteChannel file = openFile(name, UPDATE);
    try {
      return file.position(file.size());
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  SeekableByteChannel createFile(Path name) throws IOException {
    return openFile(name, CREATE);
  }

  /** Renames; a file that has the new name is replaced. */
  void move(Path name, OpenDirectory target, Path newName) throws IOException {
    stream.move(name, target.stream, newName);
  }

  void deleteFile(Path name) throws IOException {
    stream.deleteFile(name);
  }

  void deleteDirectory(Path name) throws IOException {
    stream.deleteDirectory(name);
  }

  /** Gives the service all rights on a directory it can read. */
  void unprotect(Path name) throws IOException {
    stream
        .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setPermissions(PrivateDirectory.RIGHTS);
  }

  /** Gives away something that only the service can replace. */
  void give(Path name, FileOwner owner) throws IOException {
    owner.take(
        stream.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
  }

  /** Calls once for each name in it. Can be done once. */
  void forEachName(NameAction action) throws IOException {
    try {
      for (Path entry : stream) {
        action.accept(entry.getFileName());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private SeekableByteChannel openFile(Path name, Set<OpenOption> options) throws IOException {
    return unlessLink(name, () -> stream.newByteChannel(name, options));
  }

  /**
   * The system's refusal to follow a link has no type of its own. If there is no link when we look,
   * somebody just swapped it, and the next attempt tells.
   */
  private <T> T unlessLink(Path name, Opening<T> opening) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return opening.open();
      } catch (FileSystemException e) {
        if (look(name).map(BasicFileAttributes::isSymbolicLink).orElse(false)) {
          throw new FileSystemLoopException(name.toString());
        }
        if (e.getClass() != FileSystemException.class || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private interface Opening<T> {
    T open() throws IOException;
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException("this system can not open files relative to a directory");
  }
}
