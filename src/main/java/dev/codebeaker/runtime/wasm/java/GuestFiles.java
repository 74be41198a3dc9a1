package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.runtime.wasm.java.wasi.FileQuota;
import dev.codebeaker.runtime.wasm.java.wasi.FileTree;
import dev.codebeaker.runtime.wasm.java.wasi.Node;
import dev.codebeaker.workspace.Workspace;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lends the files of a workspace to a guest for one execution. */
final class GuestFiles {
  private final Workspace workspace;
  private final HeapBudget heap;

  GuestFiles(Workspace workspace, HeapBudget heap) {
    this.workspace = workspace;
    this.heap = heap;
  }

  /** What the guest sees; its changes reach the workspace with {@link #writeBack}. */
  record Mounted(FileTree tree, Map<String, Node.Directory> mounts) implements AutoCloseable {
    void writeBack() {}

    @Override
    public void close() {
      tree.close();
    }
  }

  Mounted mount(Limits limits) {
    FileTree tree = new FileTree(new FileQuota(limits.workspaceBytes(), limits.files(), heap));
    Node.Directory files = tree.addDirectory(tree.root(), "workspace");
    Node.Directory scratch = tree.addDirectory(tree.root(), "tmp");
    Map<String, Node.Directory> mounts = new LinkedHashMap<>();
    mounts.put(WorkspacePath.MOUNT, files);
    mounts.put("/tmp", scratch);
    mounts.put(".", files);
    return new Mounted(tree, mounts);
  }
}
