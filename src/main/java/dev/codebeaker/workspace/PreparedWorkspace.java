package dev.codebeaker.workspace;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The directories of a workspace before it has a session: a sandbox can be opened on them ahead.
 * Either {@link #open} or {@link #close} is called, once.
 */
public final class PreparedWorkspace implements AutoCloseable {
  private final Path directory;
  private final Path root;
  private final Path scratch;
  private final FileOwner owner;
  private final WorkspaceConfig config;

  private PreparedWorkspace(
      Path directory, Path root, Path scratch, FileOwner owner, WorkspaceConfig config) {
    this.directory = directory;
    this.root = root;
    this.scratch = scratch;
    this.owner = owner;
    this.config = config;
  }

  static PreparedWorkspace create(Path directory, FileOwner owner, WorkspaceConfig config)
      throws IOException {
    PrivateDirectory.create(directory);
    Path root = PrivateDirectory.create(directory.resolve("workspace"));
    Path scratch = PrivateDirectory.create(directory.resolve("tmp"));
    if (!owner.isService()) {
      PrivateDirectory.letThrough(directory);
      owner.take(root);
      owner.take(scratch);
    }
    return new PreparedWorkspace(directory, root, scratch, owner, config);
  }

  /** As {@link Workspace#hostPath}. */
  public Path hostPath() {
    return root;
  }

  /** As {@link Workspace#scratchPath}. */
  public Path scratchPath() {
    return scratch;
  }

  /** Makes it the workspace of a session, which owns it from now on. */
  public Workspace open(Limits limits) {
    return new Workspace(directory, owner, config, limits.workspaceBytes(), limits.files());
  }

  @Override
  public void close() {
    try {
      new TreeRemoval(directory, true).removeContainer();
    } catch (IOException e) {
      throw ServiceException.because(
          ErrorCode.INTERNAL, "the files of a sandbox could not be removed", e);
    }
  }
}
