package dev.codebeaker.workspace;

import dev.codebeaker.failure.ServiceException;

/**
 * What the files of a workspace take, and the most they may. Thread safe.
 *
 * <p>The service's own writes are counted here. Guests write behind its back, so the files are
 * counted anew at the first use after {@link #recount}.
 */
public final class WorkspaceQuota {
  /** Counts what is there. */
  @FunctionalInterface
  interface Census {
    Used count();
  }

  /** What files and directories take. */
  public record Used(long bytes, int files) {
    static final Used NOTHING = new Used(0, 0);
  }

  private final long maxBytes;
  private final int maxFiles;
  private final Census census;

  private Used used = Used.NOTHING;
  private boolean stale;

  WorkspaceQuota(long maxBytes, int maxFiles, Census census) {
    this.maxBytes = maxBytes;
    this.maxFiles = maxFiles;
    this.census = census;
  }

  public long maxBytes() {
    return maxBytes;
  }

  public int maxFiles() {
    return maxFiles;
  }

  public synchronized Used used() {
    if (stale) {
      used = census.count();
      stale = false;
    }
    return used;
  }

  /**
   * Counts more bytes and files in; negative ones out.
   *
   * @throws ServiceException {@code WORKSPACE_FULL} if they do not fit; nothing is counted then
   */
  public synchronized void take(long bytes, int files) {
    Used now = used();
    long newBytes = now.bytes() + bytes;
    int newFiles = now.files() + files;
    if ((bytes > 0 && newBytes > maxBytes) || (files > 0 && newFiles > maxFiles)) {
      throw FileFailures.full(maxBytes, maxFiles);
    }
    used = new Used(Math.max(0, newBytes), Math.max(0, newFiles));
  }

  /** Tells that somebody wrote without counting. */
  public synchronized void recount() {
    stale = true;
  }
}
