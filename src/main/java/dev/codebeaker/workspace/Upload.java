package dev.codebeaker.workspace;

import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** A file received and not yet in the workspace. Counted in its quota until it is discarded. */
public final class Upload implements AutoCloseable {
  private static final int PART = 64 * 1024;

  private final Staging staging;
  private final WorkspaceQuota quota;
  private final Path name;
  private long length;
  private boolean placed;

  private Upload(Staging staging, WorkspaceQuota quota) {
    this.staging = staging;
    this.quota = quota;
    this.name = staging.freshName();
  }

  /**
   * @throws ServiceException {@code WORKSPACE_FULL} as soon as it does not fit; nothing is left
   */
  static Upload receive(Staging staging, WorkspaceQuota quota, InputStream content)
      throws IOException {
    Upload upload = new Upload(staging, quota);
    boolean complete = false;
    try {
      upload.fill(content);
      complete = true;
      return upload;
    } finally {
      if (!complete) {
        upload.close();
      }
    }
  }

  public long length() {
    return length;
  }

  void moveIn(WorkspaceTree tree, OpenDirectory target, WorkspacePath path) throws IOException {
    try (OpenDirectory aside = staging.open()) {
      tree.place(aside, name, target, path);
    }
    placed = true;
  }

  /** Discards it unless it was put into the workspace. */
  @Override
  public void close() {
    if (placed) {
      return;
    }
    placed = true;
    quota.take(-length, 0);
    try {
      staging.deleteIfThere(name);
    } catch (IOException _) {
      // It goes when the session closes.
    }
  }

  private void fill(InputStream content) throws IOException {
    byte[] part = new byte[PART];
    try (OpenDirectory directory = staging.open();
        SeekableByteChannel file = directory.createFile(name)) {
      int count;
      while ((count = content.read(part)) >= 0) {
        quota.take(count, 0);
        length += count;
        Bytes.writeAll(file, part, count);
      }
    }
  }
}
