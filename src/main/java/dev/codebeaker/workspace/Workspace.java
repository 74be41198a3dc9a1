package dev.codebeaker.workspace;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The files of a session: a directory that hostile code may change at any moment.
 *
 * <p>Names are taken one directory at a time from an open parent and never followed if they are
 * links, so nothing outside is ever read or written. Whatever is written is written aside and moved
 * in, so that a guest sees all of it or nothing. A hard link is replaced, not written through.
 *
 * <p><b>Threads</b>: thread safe; one operation at a time. <b>Failure</b>: {@code FILE_NOT_FOUND},
 * {@code FILE_CONFLICT}, {@code WORKSPACE_ESCAPE} where a link is in the way, {@code
 * WORKSPACE_FULL}, {@code TOO_LARGE}, and {@code SESSION_CLOSED} after {@link #close}.
 *
 * <p><b>Lifecycle</b>: the sandbox owns it and closes it when no guest runs any more; close removes
 * all files and is idempotent.
 */
public final class Workspace implements AutoCloseable {
  static final String FILES = "workspace";
  static final String SCRATCH = "tmp";
  private static final String STAGING = "staging-";
  private static final String STAGING_ELSEWHERE = "elsewhere-";

  private final SessionDirectory directory;
  private final Staging staging;
  private final WorkspaceQuota quota;
  private final WorkspaceTree tree;
  private final WorkspaceConfig config;

  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  /** Has the directory to itself, which is there as soon as something is in it. */
  Workspace(SessionDirectory directory, WorkspaceConfig config, long maxBytes, int maxFiles) {
    this(directory, STAGING, config, maxBytes, maxFiles);
  }

  private Workspace(
      SessionDirectory directory,
      String stagingPrefix,
      WorkspaceConfig config,
      long maxBytes,
      int maxFiles) {
    this.directory = directory;
    this.config = config;
    this.staging = new Staging(directory, stagingPrefix);
    this.quota = new WorkspaceQuota(maxBytes, maxFiles, this::census);
    this.tree = new WorkspaceTree(() -> directory.get(FILES), staging, quota);
  }

  /** One that another process of the service opens as well, with {@link #elsewhere}. */
  static Workspace shared(Path directory, WorkspaceConfig config, long maxBytes, int maxFiles) {
    SessionDirectory shared = SessionDirectory.shared(directory);
    return new Workspace(shared, STAGING, config, maxBytes, maxFiles);
  }

  /**
   * The files of a session that another process owns, which removes them; never closed here.
   *
   * @param directory where that process has the session
   */
  public static Workspace elsewhere(
      Path directory, WorkspaceConfig config, long maxBytes, int maxFiles) {
    SessionDirectory shared = SessionDirectory.shared(directory);
    return new Workspace(shared, STAGING_ELSEWHERE, config, maxBytes, maxFiles);
  }

  /** Where the session's files are, all of them. */
  public Path directory() {
    return directory.where("");
  }

  /** The directory on the host that a mechanism mounts at {@code /workspace}. */
  public Path hostPath() {
    return made(FILES);
  }

  /** The directory on the host that a mechanism mounts at {@code /tmp}; removed on close too. */
  public Path scratchPath() {
    return made(SCRATCH);
  }

  private Path made(String name) {
    try {
      return directory.get(name);
    } catch (IOException e) {
      throw ServiceException.because(
          ErrorCode.RUNTIME_FAILED, "the files of the session could not be made", e);
    }
  }

  public WorkspaceQuota quota() {
    return quota;
  }

  /** Creates or replaces a file, and the directories above it. */
  public void write(WorkspacePath path, byte[] content) {
    guarded(
        path,
        () -> {
          try (OpenDirectory parent = tree.make(path.parent())) {
            long replaced = sizeIfThere(parent, path);
            quota.take(content.length - Math.max(0, replaced), replaced < 0 ? 1 : 0);
            place(content, parent, path);
          }
          return true;
        });
  }

  /** Adds to the end of a file, which is created if it is missing. */
  public void append(WorkspacePath path, byte[] content) {
    boolean appended = guarded(path, () -> appendIfThere(path, content));
    if (!appended) {
      write(path, content);
    }
  }

  /** The whole content of a file of at most the configured size. */
  public byte[] read(WorkspacePath path) {
    return guarded(
        path,
        () -> {
          try (OpenDirectory parent = tree.openParent(path);
              SeekableByteChannel file = openToRead(parent, path)) {
            int most = config.maxReadBytes();
            byte[] content = Bytes.readAll(file, file.size(), most + 1);
            if (content.length > most) {
              throw FileFailures.tooLarge(path.toString(), file.size(), most);
            }
            return content;
          }
        });
  }

  /** A file of any size, to be read outside of the session's turn. The caller closes it. */
  public Download download(WorkspacePath path) {
    return guarded(
        path,
        () -> {
          try (OpenDirectory parent = tree.openParent(path)) {
            return new Download(openToRead(parent, path));
          }
        });
  }

  /**
   * Takes a file of any size that fits, outside of the session's turn. The caller closes it; {@link
   * #put} makes it a file of the workspace.
   */
  public Upload upload(InputStream content) {
    requireOpen();
    try {
      return Upload.receive(staging, quota, content);
    } catch (IOException e) {
      throw ServiceException.because(ErrorCode.INTERNAL, "the upload broke off", e);
    }
  }

  /** Creates or replaces a file with what was uploaded. */
  public void put(WorkspacePath path, Upload upload) {
    guarded(
        path,
        () -> {
          try (OpenDirectory parent = tree.make(path.parent())) {
            long replaced = sizeIfThere(parent, path);
            quota.take(-Math.max(0, replaced), replaced < 0 ? 1 : 0);
            upload.moveIn(tree, parent, path);
          }
          return true;
        });
  }

  /** Deletes a file or a link, or a directory with all that is in it if {@code recursive}. */
  public void delete(WorkspacePath path, boolean recursive) {
    guarded(
        path,
        () -> {
          try (OpenDirectory parent = tree.openParent(path)) {
            Path name = WorkspaceTree.name(path);
            BasicFileAttributes found =
                parent.look(name).orElseThrow(() -> FileFailures.notFound(path.toString()));
            if (!found.isDirectory()) {
              parent.deleteFile(name);
              quota.take(-found.size(), -1);
            } else if (recursive) {
              staging.discard(parent, name);
              quota.recount();
            } else {
              parent.deleteDirectory(name);
              quota.take(0, -1);
            }
          }
          return true;
        });
  }

  /** Copies one file over the other. */
  public void copy(WorkspacePath from, WorkspacePath to) {
    guarded(from, () -> FileCopy.copy(tree, staging, quota, from, to));
  }

  /** Renames a file, which then replaces the other, or a directory. */
  public void move(WorkspacePath from, WorkspacePath to) {
    guarded(from, () -> FileCopy.move(tree, quota, from, to));
  }

  /** Creates a directory and those above it. */
  public void makeDirectory(WorkspacePath path) {
    guarded(
        path,
        () -> {
          tree.make(path).close();
          return true;
        });
  }

  /**
   * What is in a directory, sorted by path. Names that {@link WorkspacePath} can not express are
   * left out.
   */
  public List<FileEntry> list(WorkspacePath path, boolean recursive) {
    return guarded(
        path,
        () -> {
          Listing listing = new Listing(path, config.maxListed());
          try (OpenDirectory start = tree.open(path)) {
            new TreeWalk(listing, recursive).walk(start);
          }
          return listing.sorted();
        });
  }

  /** What is at a path, itself and not what it points to if it is a link; empty if nothing is. */
  public Optional<FileEntry> find(WorkspacePath path) {
    return guarded(
        path,
        () -> {
          try (OpenDirectory parent = tree.openParent(path)) {
            Path name = path.isRoot() ? Path.of(".") : WorkspaceTree.name(path);
            return parent.look(name).map(found -> Listing.entry(path, found));
          } catch (NoSuchFileException _) {
            return Optional.empty();
          } catch (ServiceException e) {
            if (e.code() == ErrorCode.FILE_NOT_FOUND) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      directory.remove();
    } catch (IOException e) {
      throw ServiceException.because(
          ErrorCode.INTERNAL, "the files of a session could not be removed", e);
    } finally {
      lock.unlock();
    }
  }

  private void place(byte[] content, OpenDirectory parent, WorkspacePath path) throws IOException {
    Path staged = staging.freshName();
    boolean placed = false;
    try (OpenDirectory aside = staging.open()) {
      Staging.writeNew(aside, staged, content);
      tree.place(aside, staged, parent, path);
      placed = true;
    } finally {
      if (!placed) {
        staging.deleteIfThere(staged);
      }
    }
  }

  private boolean appendIfThere(WorkspacePath path, byte[] content) throws IOException {
    try (OpenDirectory parent = tree.make(path.parent())) {
      if (WorkspaceTree.lookAtFile(parent, path).isEmpty()) {
        return false;
      }
      try (SeekableByteChannel file = parent.openToAppend(WorkspaceTree.name(path))) {
        quota.take(content.length, 0);
        Bytes.writeAll(file, content, content.length);
      }
      return true;
    }
  }

  private static SeekableByteChannel openToRead(OpenDirectory parent, WorkspacePath path)
      throws IOException {
    WorkspaceTree.requireFile(parent, path);
    return parent.openToRead(WorkspaceTree.name(path));
  }

  /** -1 if there is no such file. */
  private static long sizeIfThere(OpenDirectory parent, WorkspacePath path) throws IOException {
    Optional<BasicFileAttributes> found = WorkspaceTree.lookAtFile(parent, path);
    return found.map(BasicFileAttributes::size).orElse(-1L);
  }

  /**
   * Counts what the files that guests can write hold now, those at {@code /tmp} among them.
   *
   * @param unlinkedBytes what those take that guests still hold open and no directory lists
   * @return the limit that they are beyond, if any
   */
  public Optional<Limit> exceeded(long unlinkedBytes) {
    WorkspaceQuota.Used files = census();
    WorkspaceQuota.Used temporary = Census.of(directory.where(SCRATCH), quota.maxFiles());
    if (files.bytes() + temporary.bytes() + unlinkedBytes > quota.maxBytes()) {
      return Optional.of(Limit.WORKSPACE);
    }
    return files.files() + temporary.files() > quota.maxFiles()
        ? Optional.of(Limit.FILES)
        : Optional.empty();
  }

  private WorkspaceQuota.Used census() {
    return Census.of(directory.where(FILES), quota.maxFiles());
  }

  private void requireOpen() {
    if (closed) {
      throw FileFailures.closed();
    }
  }

  private <T> T guarded(WorkspacePath path, Step<T> step) {
    lock.lock();
    try {
      requireOpen();
      return step.run();
    } catch (IOException e) {
      quota.recount();
      throw FileFailures.from(e, path.toString());
    } finally {
      lock.unlock();
    }
  }

  private interface Step<T> {
    T run() throws IOException;
  }
}
