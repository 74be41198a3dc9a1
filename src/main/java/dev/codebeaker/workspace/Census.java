package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Counts what is in a workspace. */
final class Census implements TreeWalk.Visitor {
  /** Ends a count early: more files than allowed are full, however many there are. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("enough", null, false, false);
    }
  }

  private final int most;
  private long bytes;
  private int files;

  private Census(int most) {
    this.most = most;
  }

  static WorkspaceQuota.Used of(Path root, int most) {
    Census census = new Census(most);
    try (OpenDirectory start = OpenDirectory.open(root)) {
      new TreeWalk(census, true).walk(start);
    } catch (IOException | Enough _) {
      // What was counted so far stands.
    }
    return new WorkspaceQuota.Used(census.bytes, census.files);
  }

  @Override
  public void visit(Path path, BasicFileAttributes attributes) {
    if (files > most) {
      throw new Enough();
    }
    files++;
    if (attributes.isRegularFile()) {
      bytes += attributes.size();
    }
  }
}
