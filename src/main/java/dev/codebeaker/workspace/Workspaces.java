package dev.codebeaker.workspace;

import dev.codebeaker.execution.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Makes the workspaces of this service, under a directory of its own that nobody else can enter.
 * Removes at start what services that died left behind. Thread safe.
 */
public final class Workspaces implements AutoCloseable {
  private final InstanceDirectory instance;
  private final Path sessions;
  private final WorkspaceConfig config;

  /**
   * @throws UncheckedIOException if the state directory can not be made private
   */
  public Workspaces(WorkspaceConfig config) {
    this.config = config;
    try {
      this.instance = InstanceDirectory.open(config.stateDirectory().orElseGet(Workspaces::usual));
    } catch (IOException e) {
      throw new UncheckedIOException("codebeaker.workspace.state-directory can not be used", e);
    }
    this.sessions = instance.sessions();
  }

  /**
   * An empty workspace; the caller closes it.
   *
   * @param id unique, and fit for a directory name
   */
  public Workspace open(String id, Limits limits) {
    return new Workspace(sessions.resolve(id), config, limits.workspaceBytes(), limits.files());
  }

  /** Removes everything, including what workspaces still open hold. */
  @Override
  public void close() {
    try {
      instance.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the state directory could not be emptied", e);
    }
  }

  private static Path usual() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "codebeaker-" + System.getProperty("user.name"));
  }
}
