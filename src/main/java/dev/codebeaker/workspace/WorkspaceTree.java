package dev.codebeaker.workspace;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/** Finds the way to a path one directory at a time, through no link. */
final class WorkspaceTree {
  /** The directory that paths begin at. */
  @FunctionalInterface
  interface Root {
    Path get() throws IOException;
  }

  private final Root root;
  private final Staging staging;
  private final WorkspaceQuota quota;

  WorkspaceTree(Root root, Staging staging, WorkspaceQuota quota) {
    this.root = root;
    this.staging = staging;
    this.quota = quota;
  }

  /** Opens a directory; the caller closes it. */
  OpenDirectory open(WorkspacePath directory) throws IOException {
    return follow(directory.segments(), false);
  }

  /** Opens the directory that a file is in; the caller closes it. */
  OpenDirectory openParent(WorkspacePath file) throws IOException {
    return follow(file.parent().segments(), false);
  }

  /** Opens a directory after making it, and those above it, where they are missing. */
  OpenDirectory make(WorkspacePath directory) throws IOException {
    return follow(directory.segments(), true);
  }

  /** Moves a staged file in, unless something that is no file has taken its place meanwhile. */
  void place(OpenDirectory aside, Path staged, OpenDirectory parent, WorkspacePath path)
      throws IOException {
    staging.give(aside, staged);
    try {
      aside.move(staged, parent, name(path));
    } catch (FileSystemException e) {
      quota.recount();
      lookAtFile(parent, path);
      throw Staging.contended(e, name(path));
    }
  }

  /** The file's name in its directory, in the terms of the file system. */
  static Path name(WorkspacePath path) {
    if (path.isRoot()) {
      throw FileFailures.isRoot();
    }
    return name(path.name());
  }

  /**
   * What is there, if anything, after making sure that it is a regular file.
   *
   * @throws ServiceException if it is anything else
   */
  static Optional<BasicFileAttributes> lookAtFile(OpenDirectory in, WorkspacePath path)
      throws IOException {
    Optional<BasicFileAttributes> found = in.look(name(path));
    found.ifPresent(attributes -> requireFile(attributes, path.toString()));
    return found;
  }

  /**
   * @throws ServiceException if there is no regular file
   */
  static void requireFile(OpenDirectory in, WorkspacePath path) throws IOException {
    if (lookAtFile(in, path).isEmpty()) {
      throw FileFailures.notFound(path.toString());
    }
  }

  private static void requireFile(BasicFileAttributes attributes, String path) {
    if (attributes.isSymbolicLink()) {
      throw FileFailures.isLink(path);
    }
    if (attributes.isDirectory()) {
      throw FileFailures.isDirectory(path);
    }
    if (!attributes.isRegularFile()) {
      throw FileFailures.notRegular(path);
    }
  }

  private OpenDirectory follow(List<String> segments, boolean make) throws IOException {
    OpenDirectory at = OpenDirectory.open(root.get());
    for (int i = 0; i < segments.size(); i++) {
      try (OpenDirectory left = at) {
        at = step(left, segments, i, make);
      }
    }
    return at;
  }

  private OpenDirectory step(OpenDirectory at, List<String> segments, int index, boolean make)
      throws IOException {
    Path name = name(segments.get(index));
    Optional<BasicFileAttributes> found = at.look(name);
    if (found.isEmpty() && make) {
      makeIn(at, name);
      found = at.look(name);
    }
    String shown = String.join("/", segments.subList(0, index + 1));
    BasicFileAttributes attributes = found.orElseThrow(() -> FileFailures.notFound(shown));
    if (attributes.isSymbolicLink()) {
      throw FileFailures.isLink(shown);
    }
    if (!attributes.isDirectory()) {
      throw FileFailures.notDirectory(shown);
    }
    return at.child(name);
  }

  private void makeIn(OpenDirectory at, Path name) throws IOException {
    quota.take(0, 1);
    try {
      staging.makeDirectory(at, name);
    } catch (IOException e) {
      quota.take(0, -1);
      if (at.look(name).isEmpty()) {
        throw e;
      }
      // Somebody else put something there meanwhile; whether it is a directory is seen next.
    }
  }

  private static Path name(String segment) {
    try {
      return Path.of(segment);
    } catch (InvalidPathException e) {
      throw ServiceException.because(
              ErrorCode.WORKSPACE_ESCAPE, "the service can not store the name '" + segment + "'", e)
          .field("path")
          .fix("use ASCII names, or start the service with LANG=C.UTF-8");
    }
  }
}
