package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A private place beside a workspace, on the same file system. Files and directories are made here
 * and then moved in, so that a guest never meets a half-written file, and nothing that a guest
 * planted is ever opened for writing.
 */
final class Staging {
  private final SessionDirectory session;
  private final String name;
  private final AtomicLong names = new AtomicLong();

  /**
   * @param name of the place: no two processes may have the same
   */
  Staging(SessionDirectory session, String name) {
    this.session = session;
    this.name = name;
  }

  Path freshName() {
    return Path.of("s" + names.getAndIncrement());
  }

  private Path place() {
    return session.where(name);
  }

  OpenDirectory open() throws IOException {
    return OpenDirectory.open(session.get(name));
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
      PrivateDirectory.create(place().resolve(name));
      try {
        session.owner().take(place().resolve(name));
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
    Path trash = freshName();
    try (OpenDirectory staging = open()) {
      from.move(name, staging, trash);
    }
    new TreeRemoval(place(), false).remove(trash);
  }

  void deleteIfThere(Path name) throws IOException {
    Files.deleteIfExists(place().resolve(name));
  }
}
