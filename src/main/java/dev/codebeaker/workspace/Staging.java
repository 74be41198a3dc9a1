package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The private place around a workspace, on the same file system. Files and directories are made
 * here and then moved in, so that a guest never meets a half-written file, and nothing that a guest
 * planted is ever opened for writing.
 */
final class Staging {
  private static final String TRASH = "trash";

  private final SessionDirectory session;
  private final String prefix;
  private final AtomicLong names = new AtomicLong();

  /**
   * @param prefix of its names there: no two processes may have the same, and nothing else there
   *     begins with it
   */
  Staging(SessionDirectory session, String prefix) {
    this.session = session;
    this.prefix = prefix;
  }

  Path freshName() {
    return Path.of(prefix + names.getAndIncrement());
  }

  OpenDirectory open() throws IOException {
    return OpenDirectory.open(session.get());
  }

  static void writeNew(OpenDirectory aside, Path name, byte[] content) throws IOException {
    try (SeekableByteChannel file = aside.createFile(name)) {
      Bytes.writeAll(file, content, content.length);
    }
  }

  /** Makes what was written aside the guest's, before it is moved in. */
  void give(OpenDirectory aside, Path name) throws IOException {
    if (!session.owner().isService()) {
      aside.give(name, session.owner());
    }
  }

  /** Makes an empty directory there unless something has that name already. */
  void makeDirectory(OpenDirectory target, Path newName) throws IOException {
    Path name = freshName();
    try (OpenDirectory staging = open()) {
      PrivateDirectory.create(session.where(name.toString()));
      try {
        session.owner().take(session.where(name.toString()));
        staging.move(name, target, newName);
      } catch (FileSystemException e) {
        staging.deleteDirectory(name);
        throw contended(e, newName);
      }
    }
  }

  /** The system does not name all the things that can be in the way of a name. */
  static FileSystemException contended(FileSystemException failure, Path name) {
    return failure.getClass() == FileSystemException.class
        ? new FileAlreadyExistsException(name.toString())
        : failure;
  }

  /** Takes something out of the workspace in one step, and then removes it. */
  void discard(OpenDirectory from, Path name) throws IOException {
    Path removed = freshName();
    Path place = session.get(prefix + TRASH);
    try (OpenDirectory trash = OpenDirectory.open(place)) {
      from.move(name, trash, removed);
    }
    new TreeRemoval(place, false).remove(removed);
  }

  void deleteIfThere(Path name) throws IOException {
    Files.deleteIfExists(session.where(name.toString()));
  }
}
