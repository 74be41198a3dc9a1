package dev.codebeaker.workspace;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
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
    return new Workspace(
        new SessionDirectory(sessions.resolve(id), FileOwner.SERVICE),
        config,
        limits.workspaceBytes(),
        limits.files());
  }

  /**
   * The directories of a workspace, made before it is known what for; the caller opens or closes
   * it.
   *
   * @param id unique, and fit for a directory name
   */
  public PreparedWorkspace prepare(String id, FileOwner owner) {
    SessionDirectory directory = new SessionDirectory(sessions.resolve(id), owner);
    try {
      return PreparedWorkspace.create(directory, config);
    } catch (IOException e) {
      throw ServiceException.because(
          ErrorCode.RUNTIME_FAILED, "the files of the session could not be made", e);
    }
  }

  /**
   * A directory of this service's own, emptied with it, that no guest sees unless a mechanism shows
   * it.
   */
  public Path directory(String name) {
    try {
      return instance.directory(name);
    } catch (IOException e) {
      throw new UncheckedIOException("the state directory can not be used", e);
    }
  }

  /** What tells this service's belongings from those of other instances. */
  public String instance() {
    return instance.name();
  }

  /** Names the instances that share this state directory, and no others of the machine. */
  public String family() {
    return instance.family();
  }

  /** The names of the instances that live, as far as they share this state directory. */
  public java.util.Set<String> liveInstances() {
    try {
      return instance.living();
    } catch (IOException e) {
      throw new UncheckedIOException("the state directory can not be read", e);
    }
  }

  /**
   * Lets other users through to the directories that are theirs: for guests that run as users of
   * their own. They see no names on the way.
   */
  public void letThrough() {
    try {
      instance.letThrough();
    } catch (IOException e) {
      throw new UncheckedIOException("the state directory can not be opened to guests", e);
    }
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
