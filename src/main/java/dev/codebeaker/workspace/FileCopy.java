package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Commands on two paths. */
final class FileCopy {
  private FileCopy() {}

  static boolean copy(
      WorkspaceTree tree,
      Staging staging,
      WorkspaceQuota quota,
      WorkspacePath from,
      WorkspacePath to)
      throws IOException {
    try (OpenDirectory source = tree.openParent(from)) {
      WorkspaceTree.requireFile(source, from);
      try (SeekableByteChannel file = source.openToRead(WorkspaceTree.name(from));
          Upload copy = Upload.receive(staging, quota, Channels.newInputStream(file));
          OpenDirectory target = tree.make(to.parent())) {
        count(quota, WorkspaceTree.lookAtFile(target, to));
        copy.moveIn(tree, target, to);
      }
    }
    return true;
  }

  static boolean move(
      WorkspaceTree tree, WorkspaceQuota quota, WorkspacePath from, WorkspacePath to)
      throws IOException {
    Path newName = WorkspaceTree.name(to);
    try (OpenDirectory source = tree.openParent(from)) {
      Path name = WorkspaceTree.name(from);
      BasicFileAttributes moved =
          source.look(name).orElseThrow(() -> FileFailures.notFound(from.toString()));
      if (moved.isDirectory() && isWithin(to, from)) {
        throw FileFailures.intoItself(from.toString());
      }
      try (OpenDirectory target = tree.make(to.parent())) {
        Optional<BasicFileAttributes> replaced = target.look(newName);
        if (moved.isDirectory() && replaced.isPresent()) {
          throw FileFailures.exists(to.toString());
        }
        replaced = WorkspaceTree.lookAtFile(target, to);
        source.move(name, target, newName);
        if (!from.equals(to)) {
          replaced.ifPresent(file -> quota.take(-file.size(), -1));
        }
      }
    }
    return true;
  }

  private static void count(WorkspaceQuota quota, Optional<BasicFileAttributes> replaced) {
    quota.take(-replaced.map(BasicFileAttributes::size).orElse(0L), replaced.isPresent() ? 0 : 1);
  }

  private static boolean isWithin(WorkspacePath inner, WorkspacePath outer) {
    int length = outer.segments().size();
    return inner.segments().size() >= length
        && inner.segments().subList(0, length).equals(outer.segments());
  }
}
