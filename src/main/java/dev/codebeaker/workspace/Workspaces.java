package dev.codebeaker.workspace;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes the workspaces of this service, under a directory of its own that nobody else can enter.
 * Removes at start what services that died left behind. Thread safe.
 */
public final class Workspaces implements AutoCloseable {
  private static final String NAME = "codebeaker-" + System.getProperty("user.name");

  private final InstanceDirectory instance;
  private final Path sessions;
  private final WorkspaceConfig config;

  // guarded by this
  private @Nullable InstanceDirectory memory;
  private boolean through;

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
        SessionDirectory.of(sessions.resolve(id), FileOwner.SERVICE),
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
    SessionDirectory directory = SessionDirectory.of(sessions.resolve(id), owner);
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
  public synchronized Path directory(String name) {
    return directory(instance, name);
  }

  /**
   * The same for what is small and comes and goes: in memory where the machine has room for it, in
   * which nothing may be executable.
   *
   * @throws UncheckedIOException if the one that the configuration names can not be made private
   */
  public synchronized Path shortLived(String name) {
    try {
      if (memory == null) {
        memory = MemoryDirectory.open(config.memoryDirectory(), NAME).orElse(instance);
        if (through) {
          memory.letThrough();
        }
      }
      return directory(memory, name);
    } catch (IOException e) {
      throw new UncheckedIOException("codebeaker.workspace.memory-directory can not be used", e);
    }
  }

  private static Path directory(InstanceDirectory in, String name) {
    Path there = in.place(name);
    return Files.isDirectory(there) ? there : make(there);
  }

  /** What tells this service's belongings from those of other instances. */
  public String instance() {
    return instance.name();
  }

  /** The state directory, which several instances may share. */
  public Path stateDirectory() {
    return instance.state();
  }

  /**
   * Whether an instance that had this state directory runs no more.
   *
   * @param name as {@link #instance} told it
   */
  public boolean isDead(String name) {
    try {
      return instance.isDead(name);
    } catch (IOException e) {
      throw new UncheckedIOException("it can not be told whether " + name + " is dead", e);
    }
  }

  /**
   * Lets other users through to the directories that are theirs: for guests that run as users of
   * their own. They see no names on the way.
   */
  public synchronized void letThrough() {
    through = true;
    try {
      instance.letThrough();
      if (memory != null) {
        memory.letThrough();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the state directory can not be opened to guests", e);
    }
  }

  /**
   * As {@link #open(String, Limits)}, in a group, and to be opened by another process as well.
   *
   * @param group made by {@link #group}
   */
  public Workspace open(String group, String id, Limits limits) {
    Path directory = sessions.resolve(group).resolve(id);
    return Workspace.shared(directory, config, limits.workspaceBytes(), limits.files());
  }

  /** Makes a directory for the sessions of a group, which {@link #removeGroup} removes. */
  public Path group(String name) {
    return make(sessions.resolve(name));
  }

  /** Removes a group and what is still in it. */
  public void removeGroup(String name) {
    remove(sessions.resolve(name));
  }

  /** Makes a directory for something else of this service, which goes with it at the latest. */
  public Path place(String name) {
    return make(instance.place(name));
  }

  public void removePlace(String name) {
    remove(instance.place(name));
  }

  public WorkspaceConfig config() {
    return config;
  }

  private static Path make(Path directory) {
    try {
      return PrivateDirectory.create(directory);
    } catch (IOException e) {
      throw ServiceException.because(
          ErrorCode.RUNTIME_FAILED, "a directory of the service could not be made", e);
    }
  }

  private static void remove(Path directory) {
    try {
      new TreeRemoval(directory, true).removeContainer();
    } catch (IOException e) {
      throw ServiceException.because(
          ErrorCode.INTERNAL, "a directory of the service could not be removed", e);
    }
  }

  /** Removes everything, including what workspaces still open hold. */
  @Override
  public synchronized void close() {
    try {
      if (memory != null && memory != instance) {
        memory.close();
      }
      instance.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the state directory could not be emptied", e);
    }
  }

  private static Path usual() {
    return Path.of(System.getProperty("java.io.tmpdir"), NAME);
  }
}
