package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.wasm.java.wasi.Node;
import dev.codebeaker.workspace.Upload;
import dev.codebeaker.workspace.Workspace;
import dev.codebeaker.workspace.WorkspacePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes a workspace what a guest has made of the files it was lent. */
final class WriteBack {
  private static final int WHOLE = 1 << 20;

  private final Workspace workspace;
  private final Map<WorkspacePath, Node> lent;
  private final Map<WorkspacePath, Node> left =
      new TreeMap<>(Comparator.comparing(WorkspacePath::toString));

  WriteBack(Workspace workspace, Map<WorkspacePath, Node> lent) {
    this.workspace = workspace;
    this.lent = lent;
  }

  void write(Node.Directory root) {
    collect(WorkspacePath.ROOT, root);
    left.forEach(this::load);
    gone().forEach(path -> workspace.delete(path, true));
    left.forEach(this::put);
  }

  private void collect(WorkspacePath path, Node node) {
    left.put(path, node);
    if (node instanceof Node.Directory directory) {
      directory.children().forEach((name, child) -> collect(below(path, name), child));
    }
  }

  private static WorkspacePath below(WorkspacePath path, String name) {
    List<String> segments = new ArrayList<>(path.segments());
    segments.add(name);
    return new WorkspacePath(segments);
  }

  /** A file that was moved is still read from its old place, which is about to go. */
  private void load(WorkspacePath path, Node node) {
    if (node instanceof Node.File file && lent.get(path) != node) {
      file.content().load();
    }
  }

  /** What was lent and is no longer there, without what goes with the directory above it. */
  private List<WorkspacePath> gone() {
    return lent.keySet().stream()
        .filter(path -> !isThere(path))
        .filter(path -> isThere(path.parent()))
        .toList();
  }

  /** As the same thing, or as one of the same kind that can be written over it. */
  private boolean isThere(WorkspacePath path) {
    Node now = left.get(path);
    Node before = lent.get(path);
    return now != null && before != null && now.getClass() == before.getClass();
  }

  private void put(WorkspacePath path, Node node) {
    switch (node) {
      case Node.Directory directory -> {
        if (!(lent.get(path) instanceof Node.Directory)) {
          workspace.makeDirectory(path);
        }
      }
      case Node.File file -> {
        if (lent.get(path) != node || file.content().dirty()) {
          write(path, file);
        }
      }
      case Node.Opaque opaque -> {} // it can not have been changed
    }
  }

  /** Makes room first: the old content and the new together may be more than there is room for. */
  private void stream(WorkspacePath path, Node.File file) {
    if (lent.get(path) instanceof Node.File) {
      workspace.delete(path, false);
    }
    try (Upload upload = workspace.upload(file.content().stream())) {
      workspace.put(path, upload);
    }
  }

  private void write(WorkspacePath path, Node.File file) {
    try {
      if (file.content().size() <= WHOLE) {
        workspace.write(path, file.content().stream().readAllBytes());
      } else {
        stream(path, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail to be read
    } catch (ServiceException e) {
      if (e.code() != ErrorCode.FILE_CONFLICT && e.code() != ErrorCode.WORKSPACE_ESCAPE) {
        throw e;
      } // a link that the guest could not see stands there
    }
  }
}
