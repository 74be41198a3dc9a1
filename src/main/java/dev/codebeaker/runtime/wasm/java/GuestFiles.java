package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.wasm.java.wasi.FileQuota;
import dev.codebeaker.runtime.wasm.java.wasi.FileTree;
import dev.codebeaker.runtime.wasm.java.wasi.Node;
import dev.codebeaker.runtime.wasm.java.wasi.WasiException;
import dev.codebeaker.workspace.FileEntry;
import dev.codebeaker.workspace.Workspace;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lends the files of a workspace to a guest for one execution: by name first, each content when the
 * guest asks for it. {@code /tmp} is empty and goes with the execution.
 */
final class GuestFiles {
  private static final String SCRATCH = "tmp";
  private static final String FILES = "workspace";

  private final Workspace workspace;
  private final HeapBudget heap;

  GuestFiles(Workspace workspace, HeapBudget heap) {
    this.workspace = workspace;
    this.heap = heap;
  }

  /**
   * What the guest sees; its changes reach the workspace with {@link #writeBack}.
   *
   * @param root of the workspace's files
   * @param lent what stood where when they were lent
   */
  record Mounted(
      FileTree tree,
      Node.Directory root,
      Map<String, Node.Directory> mounts,
      Map<WorkspacePath, Node> lent,
      Workspace workspace)
      implements AutoCloseable {
    void writeBack() {
      new WriteBack(workspace, lent).write(root);
    }

    @Override
    public void close() {
      tree.close();
    }
  }

  Mounted mount(Limits limits) {
    FileTree tree = new FileTree(new FileQuota(limits.workspaceBytes(), limits.files() + 2, heap));
    try {
      Node.Directory files = tree.addDirectory(tree.root(), FILES);
      Node.Directory scratch = tree.addDirectory(tree.root(), SCRATCH);
      Map<String, Node.Directory> mounts = new LinkedHashMap<>();
      mounts.put(WorkspacePath.MOUNT, files);
      mounts.put("/" + SCRATCH, scratch);
      mounts.put(".", files);
      return new Mounted(tree, files, mounts, lend(tree, files), workspace);
    } catch (RuntimeException e) {
      tree.close();
      throw e;
    }
  }

  private Map<WorkspacePath, Node> lend(FileTree tree, Node.Directory root) {
    Map<WorkspacePath, Node> lent = new HashMap<>();
    lent.put(WorkspacePath.ROOT, root);
    for (FileEntry entry : workspace.list(WorkspacePath.ROOT, true)) {
      List<String> segments = entry.path().segments();
      WorkspacePath above = new WorkspacePath(segments.subList(0, segments.size() - 1));
      if (lent.get(above) instanceof Node.Directory parent) {
        lent.put(entry.path(), lend(tree, parent, entry));
      }
    }
    return lent;
  }

  private byte[] read(WorkspacePath path) {
    try {
      return workspace.read(path);
    } catch (ServiceException e) {
      throw WasiException.unreadable();
    }
  }

  private Node lend(FileTree tree, Node.Directory parent, FileEntry entry) {
    String name = entry.path().segments().getLast();
    return switch (entry.kind()) {
      case DIRECTORY -> tree.addDirectory(parent, name);
      case FILE -> {
        long time = entry.modifiedAt().toEpochMilli() * 1_000_000;
        yield tree.addFile(parent, name, entry.bytes(), time, () -> read(entry.path()));
      }
      case LINK, OTHER -> tree.addOpaque(parent, name);
    };
  }
}
