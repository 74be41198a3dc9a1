package dev.codebeaker.workspace;

import java.time.Instant;

/**
 * One entry of a directory.
 *
 * @param path from the workspace's root
 * @param bytes length of a file, 0 for anything else
 */
public record FileEntry(WorkspacePath path, Kind kind, long bytes, Instant modifiedAt) {
  /** A link is shown, and never followed. */
  public enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    OTHER;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
