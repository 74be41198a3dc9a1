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
  private final SessionDirectory directory;
  private final Path root;
  private final Path scratch;
  private final WorkspaceConfig config;

  private PreparedWorkspace(
      SessionDirectory directory, Path root, Path scratch, WorkspaceConfig config) {
    this.directory = directory;
    this.root = root;
    this.scratch = scratch;
    this.config = config;
  }

  static PreparedWorkspace create(SessionDirectory directory, WorkspaceConfig config)
      throws IOException {
    Path root = directory.getForGuest(Workspace.FILES);
    Path scratch = directory.getForGuest(Workspace.SCRATCH);
    return new PreparedWorkspace(directory, root, scratch, config);
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
    return new Workspace(directory, config, limits.workspaceBytes(), limits.files());
  }

  @Override
  public void close() {
    try {
      directory.remove();
    } catch (IOException e) {
      throw ServiceException.because(
          ErrorCode.INTERNAL, "the files of a sandbox could not be removed", e);
    }
  }
}
